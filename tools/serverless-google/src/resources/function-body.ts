import { createHash } from 'node:crypto';
import { HASH_LABEL, type Labels } from '../config/labels.ts';
import type { FunctionSettings, Service, StorageTrigger } from '../config/service.ts';

/** A function as the API gives it, as far as it is read here: https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions */
export interface DeployedFunction {
  /** `projects/P/locations/R/functions/F` */
  readonly name: string;
  readonly state?: string;
  readonly stateMessages?: readonly { readonly message?: string }[];
  readonly labels?: Labels;
  readonly serviceConfig?: { readonly uri?: string; readonly service?: string };
  readonly eventTrigger?: unknown;
}

/** What a deployment may change of a function that is there. */
export const updateMaskOf = ({ trigger }: FunctionSettings): string =>
  ['description', 'labels', 'buildConfig', 'serviceConfig', ...(trigger ? ['eventTrigger'] : [])].join(',');

/**
 * A function as it is sent, but for the place of its source. Its label `serverless-hash` is that of everything else and of
 * the source's hash: the same label, the same function.
 */
export function describeFunction(service: Service, settings: FunctionSettings, sourceSha256: string) {
  const body = {
    name: `projects/${service.project}/locations/${service.region}/functions/${settings.name}`,
    description: settings.description,
    environment: 'GEN_2',
    labels: service.labels,
    buildConfig: {
      runtime: service.runtime,
      entryPoint: settings.entryPoint,
      environmentVariables: service.buildEnvironment,
    },
    serviceConfig: {
      availableMemory: settings.memory,
      ...(settings.cpu !== undefined && { availableCpu: String(settings.cpu) }),
      timeoutSeconds: settings.timeout,
      maxInstanceRequestConcurrency: settings.concurrency,
      maxInstanceCount: settings.maxInstances,
      minInstanceCount: settings.minInstances,
      environmentVariables: settings.environment,
      serviceAccountEmail: settings.account.email,
      ingressSettings: 'ALLOW_ALL',
      allTrafficOnLatestRevision: true,
    },
    ...(settings.trigger && { eventTrigger: describeTrigger(settings.trigger, settings.account.email) }),
  };
  return { ...body, labels: { ...body.labels, [HASH_LABEL]: hashOf([body, sourceSha256]) } };
}

/** A trigger lies where its bucket lies, wherever the function is. */
const describeTrigger = ({ bucket, location, eventType, retry }: StorageTrigger, serviceAccountEmail: string) => ({
  eventType,
  eventFilters: [{ attribute: 'bucket', value: bucket }],
  triggerRegion: location,
  serviceAccountEmail,
  retryPolicy: retry ? 'RETRY_POLICY_RETRY' : 'RETRY_POLICY_DO_NOT_RETRY',
});

/** Short enough for a label. The order of properties does not matter. */
export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value, sorted)).digest('hex').slice(0, 40);

const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
