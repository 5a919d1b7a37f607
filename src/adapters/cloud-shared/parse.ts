import type { z } from 'zod';
import { ReelsightError } from '../../core/index.ts';

/** Everything that comes from outside is parsed at the border, and all that is wrong with it is told at once. */

/** Reads what a function is called with. Errors: kind `input`, naming what is wrong with it. */
export function parseEvent<T>(schema: z.ZodType<T>, event: unknown): T {
  const result = schema.safeParse(event);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'the event'}: ${message}`);
  throw new ReelsightError('input', `The event is not usable: ${problems.join('; ')}.`);
}

/** Reads a function's environment. Errors: kind `environment`. */
export function parseEnvironment<T extends object>(
  schema: z.ZodType<T>,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<T> {
  const result = schema.safeParse(environment);
  if (result.success) return Object.freeze(result.data);
  throw new ReelsightError(
    'environment',
    `The function's environment is not usable: ${describe(result.error, environment)}. Deploy the stack again.`,
  );
}

/** Reads the parameters of a deployment, which `file` describes. Errors: kind `input`. */
export function parseParameters<T>(schema: z.ZodType<T>, given: Readonly<Record<string, unknown>>, file: string): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ReelsightError(
    'input',
    `The parameters of the deployment are not usable: ${describe(result.error, given)}. ${file} says what each takes; set them with --param="name=value".`,
  );
}

const describe = ({ issues }: z.ZodError, given: Readonly<Record<string, unknown>>): string =>
  issues
    .map(({ path: [name], message }) => `${String(name)}: ${message}, received ${JSON.stringify(given[String(name)])}`)
    .join('; ');
