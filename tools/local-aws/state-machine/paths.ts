import { StateError } from './errors.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** `$` is not a name, `$.a.b` is `a`, `b`. */
export type JsonPath = readonly string[];

export const PATH_FORMS = '$ and dotted names such as $.error.Cause';

/** Null for what is not a path of the forms that are supported. */
export function parsePath(text: string): JsonPath | null {
  if (!/^\$(\.[A-Za-z_][A-Za-z0-9_]*)*$/.test(text)) return null;
  return text.split('.').slice(1);
}

const showPath = (path: JsonPath): string => ['$', ...path].join('.');

const has = (object: JsonObject, name: string): boolean => Object.hasOwn(object, name);

/** `field` names what asked, for the message. A path that leads nowhere is States.Runtime, which nothing catches. */
export function readPath(path: JsonPath, input: Json, field: string): Json {
  let value = input;
  for (const name of path) {
    if (!isJsonObject(value) || !has(value, name))
      throw new StateError(
        'States.Runtime',
        `The JSONPath '${showPath(path)}' specified for the field '${field}' could not be found in the input '${JSON.stringify(input)}'`,
      );
    value = value[name]!;
  }
  return value;
}

/** The input with the result put at the path, whose missing parents are made. */
export function writePath(path: JsonPath, input: Json, result: Json): Json {
  const [name, ...rest] = path;
  if (name === undefined) return result;
  if (!isJsonObject(input))
    throw new StateError(
      'States.ResultPathMatchFailure',
      `Unable to apply ResultPath '${showPath(path)}' to '${JSON.stringify(input)}'`,
    );
  return { ...input, [name]: writePath(rest, has(input, name) ? input[name]! : {}, result) };
}
