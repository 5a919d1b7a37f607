import type { Catcher, Retrier } from './definition.ts';
import { refuse } from './errors.ts';
import { constantOf, type Fields, fieldsOf, listOf, numberOf, pathOf, textOf } from './fields.ts';

/** Step Functions' own errors that the interpreter raises and that may be caught. */
const RESERVED = [
  'States.ALL',
  'States.Timeout',
  'States.ItemReaderFailed',
  'States.ExceedToleratedFailureThreshold',
  'States.ResultPathMatchFailure',
];

function loadErrors(path: string, fields: Fields, isLast: boolean): readonly string[] {
  const errors = listOf(path, fields, 'ErrorEquals').map((error) => {
    if (typeof error !== 'string') refuse(`${path}.ErrorEquals`, JSON.stringify(error), 'names of errors');
    if (error.startsWith('States.') && !RESERVED.includes(error))
      refuse(`${path}.ErrorEquals`, error, RESERVED.join(', '));
    return error;
  });
  if (errors.includes('States.ALL') && (errors.length > 1 || !isLast))
    refuse(`${path}.ErrorEquals`, 'States.ALL beside or before other errors', 'States.ALL alone and last');
  return errors;
}

function loadRetrier(path: string, value: unknown, isLast: boolean): Retrier {
  const fields = fieldsOf(
    path,
    value,
    ['ErrorEquals'],
    ['IntervalSeconds', 'BackoffRate', 'MaxDelaySeconds', 'MaxAttempts', 'JitterStrategy'],
  );
  const intervalSeconds = numberOf(path, fields, 'IntervalSeconds', { min: 1 }, 1);
  if ('JitterStrategy' in fields) constantOf(path, fields, 'JitterStrategy', 'FULL', 'NONE');
  return {
    errors: loadErrors(path, fields, isLast),
    intervalSeconds,
    backoffRate: numberOf(path, fields, 'BackoffRate', { min: 1, fraction: true }, 2),
    // Step Functions wants it longer than the first wait.
    maxDelaySeconds: numberOf(path, fields, 'MaxDelaySeconds', { min: intervalSeconds + 1 }, null),
    maxAttempts: numberOf(path, fields, 'MaxAttempts', { min: 0, max: 99_999_999 }, 3),
    jitter: fields['JitterStrategy'] === 'FULL',
  };
}

function loadCatcher(path: string, value: unknown, isLast: boolean): Catcher {
  const fields = fieldsOf(path, value, ['ErrorEquals', 'ResultPath', 'Next']);
  return {
    errors: loadErrors(path, fields, isLast),
    resultPath: pathOf(path, fields, 'ResultPath'),
    next: textOf(path, fields, 'Next'),
  };
}

function loadList<T>(
  path: string,
  fields: Fields,
  name: string,
  load: (path: string, value: unknown, isLast: boolean) => T,
): readonly T[] {
  if (!(name in fields)) return [];
  const list = listOf(path, fields, name);
  return list.map((value, i) => load(`${path}.${name}[${i}]`, value, i === list.length - 1));
}

export const loadRetriers = (path: string, fields: Fields): readonly Retrier[] =>
  loadList(path, fields, 'Retry', loadRetrier);

export const loadCatchers = (path: string, fields: Fields): readonly Catcher[] =>
  loadList(path, fields, 'Catch', loadCatcher);
