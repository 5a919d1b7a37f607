import { refuse } from './errors.ts';
import { isObject } from './json.ts';
import { type JsonPath, PATH_FORMS, parsePath } from './paths.ts';

/** setTimeout counts milliseconds in 31 bits. */
const MAX_SECONDS = 2_147_483;

export type Fields = Readonly<Record<string, unknown>>;

/** The object at `path`, with no field but `required` (all of them) and `optional`. */
export function fieldsOf(
  path: string,
  value: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): Fields {
  const supported = [...required, ...optional].join(', ');
  if (!isObject(value)) refuse(path, `expected an object, received ${JSON.stringify(value)}`, supported);
  for (const name of Object.keys(value))
    if (!required.includes(name) && !optional.includes(name)) refuse(path, `field ${name}`, supported);
  for (const name of required) if (!Object.hasOwn(value, name)) refuse(path, `field ${name} is missing`, supported);
  return value;
}

/** The field, which must be that very value. */
export function constantOf(path: string, fields: Fields, name: string, ...supported: readonly unknown[]): void {
  if (!supported.includes(fields[name]))
    refuse(`${path}.${name}`, JSON.stringify(fields[name]), supported.map((value) => JSON.stringify(value)).join(', '));
}

export function textOf(path: string, fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '')
    refuse(`${path}.${name}`, JSON.stringify(value), 'a string that is not empty');
  return value;
}

interface Limits {
  readonly min: number;
  readonly max?: number;
  readonly fraction?: boolean;
}

/** The field's number, or the fallback where there is no such field. */
export function numberOf<T>(path: string, fields: Fields, name: string, limits: Limits, fallback: T): number | T {
  if (!Object.hasOwn(fields, name)) return fallback;
  const value = fields[name];
  const { min, max = MAX_SECONDS, fraction = false } = limits;
  const fits = typeof value === 'number' && (fraction || Number.isInteger(value)) && value >= min && value <= max;
  if (!fits)
    refuse(`${path}.${name}`, JSON.stringify(value), `${fraction ? 'a number' : 'an integer'} from ${min} to ${max}`);
  return value;
}

export function pathOf(path: string, fields: Fields, name: string): JsonPath {
  const text = textOf(path, fields, name);
  return parsePath(text) ?? refuse(`${path}.${name}`, `path ${text}`, PATH_FORMS);
}

/** ResultPath and OutputPath: `$` where there is none, null where it says null. */
export function optionalPathOf(path: string, fields: Fields, name: string): JsonPath | null {
  if (!Object.hasOwn(fields, name)) return [];
  return fields[name] === null ? null : pathOf(path, fields, name);
}

export function listOf(path: string, fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value) || value.length === 0)
    refuse(`${path}.${name}`, JSON.stringify(value), 'a list that is not empty');
  return value;
}
