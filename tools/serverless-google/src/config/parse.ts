import { DeployError } from '../errors/deploy-error.ts';
import { check, checkAll } from './check.ts';
import { ownerLabels } from './labels.ts';
import { meaningProblems } from './meaning.ts';
import { createNames } from './names.ts';
import { type FunctionInput, type ProviderInput, parts, type WorkflowInput } from './schema.ts';
import type {
  Account,
  BucketSettings,
  FunctionSettings,
  Service,
  StorageTrigger,
  WorkflowSettings,
} from './service.ts';

/** The sections of the YAML that this plugin reads, as the framework gives them. */
export interface RawService {
  readonly service: string;
  readonly provider: unknown;
  readonly buckets?: unknown;
  readonly functions?: unknown;
  readonly workflows?: unknown;
}

export interface Overrides {
  readonly stage?: string | undefined;
  readonly region?: string | undefined;
  readonly apiEndpoint?: string | undefined;
}

/**
 * Checks a service and gives it with all names and defaults. `overrides` are those of the command line and the environment.
 * Errors: DeployError that lists every problem.
 */
export function parseService(raw: RawService, overrides: Overrides = {}): Service {
  const problems: string[] = [];
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const provider = check(parts.provider, { ...(raw.provider as object), ...given }, 'provider', problems);
  const buckets = checkAll(parts.bucket, raw.buckets, 'buckets', problems);
  const functions = checkAll(parts.function, raw.functions, 'functions', problems);
  const workflows = checkAll(parts.workflow, raw.workflows, 'workflows', problems);
  const keys = (section: unknown) => new Set(Object.keys((section ?? {}) as object));
  problems.push(
    ...meaningProblems({
      functions,
      workflows,
      keys: { bucket: keys(raw.buckets), function: keys(raw.functions), workflow: keys(raw.workflows) },
    }),
  );
  if (problems.length > 0 || !provider)
    throw new DeployError(
      `The configuration cannot be deployed:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
  const { service } = raw;
  const names = createNames(service, provider.stage);
  const accountOf = (key: string, purpose: string): Account => {
    const id = names.accountId(key);
    return { id, email: `${id}@${domainOf(provider.project)}.iam.gserviceaccount.com`, purpose };
  };
  const settings = Object.entries(buckets).map(
    ([key, { location = provider.region, ...bucket }]): BucketSettings => ({ ...bucket, key, location }),
  );
  return {
    service,
    stage: provider.stage,
    project: provider.project,
    region: provider.region,
    runtime: provider.runtime,
    labels: { ...provider.labels, ...ownerLabels({ service, stage: provider.stage }) },
    buildEnvironment: toText(provider.buildEnvironment),
    esbuild: provider.esbuild,
    apiEndpoint: provider.apiEndpoint,
    buckets: settings,
    functions: Object.entries(functions).map(([key, input]) =>
      resolveFunction(key, input, provider, {
        name: names.functionName(key),
        account: accountOf(key, `function ${key}`),
        trigger: triggerOf(input, settings),
      }),
    ),
    workflows: Object.entries(workflows).map(([key, input]) => ({
      ...resolveWorkflow(key, input, names.workflowName(key)),
      account: accountOf(`${key}-flow`, `workflow ${key}`),
    })),
  };
}

/** A project of an old organization, `example.com:project`, has its domain behind in addresses. */
const domainOf = (project: string): string => project.split(':').reverse().join('.');

function resolveFunction(
  key: string,
  input: FunctionInput,
  provider: ProviderInput,
  made: Pick<FunctionSettings, 'name' | 'account' | 'trigger'>,
): FunctionSettings {
  const { events: _events, name: _name, package: _package, ...rest } = input;
  return {
    ...rest,
    ...made,
    key,
    entryPoint: input.entryPoint ?? key,
    description: input.description ?? '',
    environment: toText({ ...provider.environment, ...input.environment }),
  };
}

function triggerOf({ events: [event] }: FunctionInput, buckets: readonly BucketSettings[]): StorageTrigger | null {
  if (!event || 'http' in event) return null;
  const { bucket: key, event: name, retry } = event.storage;
  const bucket = buckets.find((candidate) => candidate.key === key)!;
  return {
    bucket: bucket.name,
    location: bucket.location.toLowerCase(),
    eventType: `google.cloud.storage.object.v1.${name}`,
    retry,
  };
}

function resolveWorkflow(key: string, input: WorkflowInput, name: string): Omit<WorkflowSettings, 'account'> {
  return {
    ...input,
    key,
    name: input.name ?? name,
    description: input.description ?? '',
    environment: Object.fromEntries(
      Object.entries(input.environment).map(([variable, value]) => [
        variable,
        typeof value === 'object' ? value : String(value),
      ]),
    ),
  };
}

const toText = (environment: Readonly<Record<string, string | number | boolean>>): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
