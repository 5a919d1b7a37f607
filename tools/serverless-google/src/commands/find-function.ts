import type { FunctionSettings, Service } from '../config/service.ts';
import { DeployError } from '../errors/deploy-error.ts';

/** Errors: DeployError that names those that there are. */
export function findFunction({ functions }: Service, key: unknown): FunctionSettings {
  const found = functions.find((settings) => settings.key === key);
  if (!found)
    throw new DeployError(
      `There is no function ${key}. Functions of this service: ${functions.map((settings) => settings.key).join(', ')}.`,
    );
  return found;
}
