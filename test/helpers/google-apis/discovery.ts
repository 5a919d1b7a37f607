import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CondensedApi, Method, Schema } from './condense.ts';
import { Refusal } from './refusal.ts';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'discovery');

export const apis: readonly CondensedApi[] = readdirSync(FOLDER).map(
  (file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as CondensedApi,
);

export interface Match {
  readonly id: string;
  readonly api: CondensedApi;
  readonly method: Method;
  /** Of the path. */
  readonly params: Readonly<Record<string, string>>;
}

const routes = apis.flatMap((api) =>
  Object.entries(api.methods).map(([id, method]) => ({ id, api, method, ...toPattern(method) })),
);

/** `/v2/{+name}` with the name's own pattern, `/b/{bucket}` with one part. */
function toPattern({ path, parameters }: Method): { pattern: RegExp; names: string[] } {
  const names: string[] = [];
  const source = path.split(/(\{[^}]+\})/).map((part) => {
    const [, plus, name] = /^\{(\+?)(.+)\}$/.exec(part) ?? [];
    if (!name) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    names.push(name);
    return plus ? `(${(parameters[name]?.pattern ?? '.+').replace(/^\^|\$$/g, '')})` : '([^/]+)';
  });
  return { pattern: new RegExp(`^${source.join('')}$`), names };
}

/** Finds the documented method of a request. Errors: Refusal 404 for none, 400 for an unknown parameter. */
export function matchMethod(host: string, verb: string, path: string, query: URLSearchParams): Match {
  for (const { id, api, method, pattern, names } of routes) {
    const found = api.host === host && method.httpMethod === verb ? pattern.exec(path) : null;
    if (!found) continue;
    for (const [name, value] of query) {
      const parameter = method.parameters[name];
      if (parameter?.location !== 'query')
        throw new Refusal(
          400,
          `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. Field '${name}' could not be found in request message.`,
        );
      const isWrong =
        (parameter.enum && !parameter.enum.includes(value)) || (parameter.type === 'integer' && !/^-?\d+$/.test(value));
      if (isWrong) throw new Refusal(400, `Invalid value at '${name}' (${parameter.type}), "${value}"`);
    }
    return {
      id,
      api,
      method,
      params: Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1]!)])),
    };
  }
  throw new Refusal(404, `No documented method: ${verb} https://${host}${path}`);
}

/** Holds a body to its schema, as Google does. Errors: Refusal 400. */
export function checkBody(schemas: CondensedApi['schemas'], name: string, value: unknown): void {
  const problem = findProblem(schemas, { $ref: name }, value, '');
  if (problem) throw new Refusal(400, `Invalid JSON payload received. ${problem}`);
}

function findProblem(schemas: CondensedApi['schemas'], given: Schema, value: unknown, path: string): string | null {
  const schema = given.$ref ? schemas[given.$ref]! : given;
  if (value === null || value === undefined) return null;
  const wrong = `Invalid value at '${path}' (${schema.type}), ${JSON.stringify(value)}`;
  switch (schema.type) {
    case 'string':
      if (typeof value !== 'string') return wrong;
      return schema.enum && !schema.enum.includes(value) ? wrong : null;
    case 'boolean':
      return typeof value === 'boolean' ? null : wrong;
    case 'integer':
    case 'number':
      return typeof value === 'number' ? null : wrong;
    case 'array':
      if (!Array.isArray(value)) return wrong;
      return first(value.map((item, index) => findProblem(schemas, schema.items ?? {}, item, `${path}[${index}]`)));
    case 'object':
      if (typeof value !== 'object' || Array.isArray(value)) return wrong;
      return first(
        Object.entries(value).map(([key, inner]) => {
          const known = schema.properties?.[key] ?? schema.additionalProperties;
          const at = path ? ` at '${path}'` : '';
          if (!known) return `Unknown name "${key}"${at}: Cannot find field.`;
          return findProblem(schemas, known, inner, path ? `${path}.${key}` : key);
        }),
      );
    default:
      return null;
  }
}

const first = (problems: readonly (string | null)[]): string | null =>
  problems.find((problem) => problem !== null) ?? null;
