import type { Retry, TryStep } from './definition.ts';
import { refuse } from './errors.ts';
import { fieldsOf, nameOf, numberOf } from './fields.ts';
import type { LoadContext } from './load-context.ts';

const PREDICATE = /^\$\{(\w+)\}$/;
const DAY_SECONDS = 86_400;

function loadRetry(path: string, value: unknown, { params }: LoadContext): Retry {
  const fields = fieldsOf(path, value, ['predicate', 'max_retries', 'backoff']);
  const predicate = PREDICATE.exec(String(fields['predicate']))?.[1];
  if (predicate === undefined || params.get(predicate)?.length !== 1)
    return refuse(
      `${path}.predicate`,
      JSON.stringify(fields['predicate']),
      'an expression that is the name of a subworkflow of one parameter',
    );
  const backoff = fieldsOf(`${path}.backoff`, fields['backoff'], ['initial_delay', 'max_delay', 'multiplier']);
  const number = (name: string, min: number): number =>
    numberOf(`${path}.backoff.${name}`, backoff[name], min, DAY_SECONDS);
  return {
    predicate,
    maxRetries: numberOf(`${path}.max_retries`, fields['max_retries'], 0, 100_000),
    initialDelaySeconds: number('initial_delay', 0),
    maxDelaySeconds: number('max_delay', 0),
    multiplier: number('multiplier', 1),
  };
}

/** The `retry` and the `except` of a `try`. */
export function loadHandlers(
  path: string,
  { retry, except }: { readonly retry?: unknown; readonly except?: unknown },
  context: LoadContext,
): Pick<TryStep, 'retry' | 'except'> {
  if (retry === undefined && except === undefined) refuse(path, 'neither retry nor except', 'one of them, or both');
  const handler = except === undefined ? null : fieldsOf(`${path}.except`, except, ['as', 'steps']);
  return {
    retry: retry === undefined ? null : loadRetry(`${path}.retry`, retry, context),
    except: handler && {
      variable: nameOf(`${path}.except.as`, handler['as']),
      steps: context.loadSteps(`${path}.except.steps`, handler['steps'], context),
    },
  };
}
