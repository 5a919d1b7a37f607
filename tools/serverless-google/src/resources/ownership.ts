import { isOwned, type Labels, SERVICE_LABEL, STAGE_LABEL } from '../config/labels.ts';
import type { Service } from '../config/service.ts';
import { DeployError } from '../errors/deploy-error.ts';

/** Nobody else's is changed, though it has the same name. Errors: DeployError. */
export function refuseForeign(kind: string, name: string, labels: Labels | undefined, service: Service): void {
  if (isOwned(labels, service)) return;
  const said = [SERVICE_LABEL, STAGE_LABEL].map((label) => `${label}=${service.labels[label]}`).join(' and ');
  throw new DeployError(
    `There is a ${kind} ${name} already that no deployment of ${service.service} at ${service.stage} made: it lacks the labels ${said}. Choose another name, or label it if it is to belong to this service.`,
  );
}
