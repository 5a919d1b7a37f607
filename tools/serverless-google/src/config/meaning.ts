import { sizeProblems } from './resources.ts';
import type { FunctionInput, RoleInput, WorkflowInput } from './schema.ts';

type Kind = 'bucket' | 'function' | 'workflow';

export interface Sections {
  readonly functions: Readonly<Record<string, FunctionInput>>;
  readonly workflows: Readonly<Record<string, WorkflowInput>>;
  /** All that the YAML names, also where something else is wrong with it. */
  readonly keys: Readonly<Record<Kind, ReadonlySet<string>>>;
}

/** Events of Eventarc are delivered for at most ten minutes, and 9 are left to a function. */
const EVENT_TIMEOUT_SECONDS = 540;

/** What no single section shows: names of nothing, sizes that do not go together. */
export function* meaningProblems({ functions, workflows, keys }: Sections): Generator<string> {
  const missing = function* (kind: Kind, key: string, where: string): Generator<string> {
    if (!keys[kind].has(key))
      yield `${where}: there is no ${kind} ${key}; ${kind}s has ${[...keys[kind]].join(', ') || 'nothing'}`;
  };
  const roles = function* (list: readonly RoleInput[], where: string): Generator<string> {
    for (const [index, role] of list.entries()) {
      if (role.bucket !== undefined && !role.bucket.startsWith('gs://'))
        yield* missing('bucket', role.bucket, `${where}.roles.${index}.bucket`);
      if (role.bucket !== undefined && role.on !== undefined)
        yield `${where}.roles.${index}: either bucket or on, received both`;
      if (role.prefix !== undefined && role.bucket === undefined)
        yield `${where}.roles.${index}.prefix: of a bucket, received none. Write \`bucket: KEY\` too`;
    }
  };
  for (const [key, settings] of Object.entries(functions)) {
    const where = `functions.${key}`;
    for (const problem of sizeProblems(settings)) yield `${where}.${problem}`;
    if (settings.minInstances > settings.maxInstances)
      yield `${where}.minInstances: at most maxInstances, ${settings.maxInstances}, received ${settings.minInstances}`;
    for (const event of settings.events) {
      if (!('storage' in event)) continue;
      yield* missing('bucket', event.storage.bucket, `${where}.events.storage.bucket`);
      if (settings.timeout > EVENT_TIMEOUT_SECONDS)
        yield `${where}.timeout: at most ${EVENT_TIMEOUT_SECONDS} seconds for a function that events start, received ${settings.timeout}`;
    }
    for (const invoker of settings.invokers) {
      const [, kind, target] = /^(workflow|function):(.+)$/.exec(invoker) ?? [];
      if (kind && target) yield* missing(kind as Kind, target, `${where}.invokers`);
    }
    yield* roles(settings.roles, where);
  }
  for (const [key, settings] of Object.entries(workflows)) {
    for (const [name, value] of Object.entries(settings.environment))
      if (typeof value === 'object')
        yield* missing('function', value.urlOf, `workflows.${key}.environment.${name}.urlOf`);
    yield* roles(settings.roles, `workflows.${key}`);
  }
}
