import { refuse } from './errors.ts';
import { isObject } from './json.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The object at `path`, with no field but `required` (all of them) and `optional`. */
export function fieldsOf(
  path: string,
  value: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): Fields {
  const supported = [...required, ...optional].join(', ');
  if (!isObject(value)) refuse(path, `expected a map, received ${JSON.stringify(value)}`, supported);
  for (const name of Object.keys(value))
    if (!required.includes(name) && !optional.includes(name)) refuse(path, `field ${name}`, supported);
  for (const name of required) if (!Object.hasOwn(value, name)) refuse(path, `field ${name} is missing`, supported);
  return value;
}

export function listOf(path: string, value: unknown, max = Number.POSITIVE_INFINITY): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) refuse(path, `${JSON.stringify(value)}`, 'a list that is not empty');
  if (value.length > max) refuse(path, `${value.length} entries`, `${max} at most`);
  return value;
}

export function numberOf(path: string, value: unknown, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max))
    refuse(path, JSON.stringify(value), `a number from ${min} to ${max}`);
  return value;
}

const NAME = /^[A-Za-z_]\w*$/;
const RESERVED = ['and', 'or', 'not', 'in', 'true', 'false', 'null'];

/** Of a step, a routine or a variable. */
export function nameOf(path: string, value: unknown): string {
  if (typeof value !== 'string' || !NAME.test(value) || RESERVED.includes(value))
    refuse(path, JSON.stringify(value), 'a name of letters, digits and underscores that is not a word of the language');
  return value;
}

/** The one field of an object, as in `- name: {...}`. */
export function entryOf(path: string, value: unknown): [name: string, content: unknown] {
  const entries = isObject(value) ? Object.entries(value) : [];
  const [entry] = entries;
  if (!entry || entries.length !== 1) return refuse(path, JSON.stringify(value), 'a map of one name');
  return [nameOf(path, entry[0]), entry[1]];
}
