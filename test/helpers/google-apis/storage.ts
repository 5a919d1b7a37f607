import { readPolicy, writePolicy } from './policies.ts';
import { Refusal } from './refusal.ts';
import { type Call, type Handlers, type Json, PROJECT, PROJECT_NUMBER, STORAGE_AGENT } from './state.ts';

function bucketOf({ state, params }: Call): Json {
  const found = state.buckets.get(params['bucket']!);
  if (!found) throw new Refusal(404, 'The specified bucket does not exist.', { reason: 'notFound' });
  if (found.projectNumber !== PROJECT_NUMBER)
    throw new Refusal(403, 'deployer does not have storage.buckets.get access to the Google Cloud Storage bucket.', {
      reason: 'forbidden',
    });
  return found;
}

const objectsOf = ({ state, params }: Call): Set<string> => state.objects.get(params['bucket']!) ?? new Set();

export const storageHandlers: Handlers = {
  'storage.projects.serviceAccount.get': () => ({
    kind: 'storage#serviceAccount',
    email_address: STORAGE_AGENT,
  }),
  'storage.buckets.list': ({ state, query }) => {
    if (query.get('project') !== PROJECT) throw new Refusal(403, 'No access to the project.', { reason: 'forbidden' });
    return { items: [...state.buckets.values()].filter(({ projectNumber }) => projectNumber === PROJECT_NUMBER) };
  },
  'storage.buckets.get': bucketOf,
  'storage.buckets.insert': ({ state, body }) => {
    if (state.buckets.has(body.name))
      throw new Refusal(409, 'The requested bucket name is not available.', { reason: 'conflict' });
    const bucket = { ...body, location: body.location.toUpperCase(), projectNumber: PROJECT_NUMBER };
    state.buckets.set(body.name, withoutNulls(bucket));
    return state.buckets.get(body.name);
  },
  'storage.buckets.patch': (call) => {
    const changed = withoutNulls({ ...bucketOf(call), ...call.body });
    call.state.buckets.set(call.params['bucket']!, changed);
    return changed;
  },
  'storage.buckets.delete': (call) => {
    bucketOf(call);
    if (objectsOf(call).size > 0)
      throw new Refusal(409, 'The bucket you tried to delete is not empty.', { reason: 'conflict' });
    call.state.buckets.delete(call.params['bucket']!);
    call.state.policies.delete(`b/${call.params['bucket']}`);
    return undefined;
  },
  'storage.buckets.getIamPolicy': (call) => {
    bucketOf(call);
    const version = Number(call.query.get('optionsRequestedPolicyVersion') ?? 1);
    return readPolicy(call.state, `b/${call.params['bucket']}`, version);
  },
  'storage.buckets.setIamPolicy': (call) => {
    const { iamConfiguration } = bucketOf(call);
    const hasConditions = call.body.bindings?.some(({ condition }: Json) => condition);
    if (hasConditions && !iamConfiguration?.uniformBucketLevelAccess?.enabled)
      throw new Refusal(400, 'Conditions need uniform bucket-level access.', { reason: 'invalid' });
    return writePolicy(call.state, `b/${call.params['bucket']}`, call.body, 412);
  },
  'storage.objects.list': (call) => ({
    items: [...objectsOf(call)].map((name) => ({ name, generation: '1' })),
  }),
  'storage.objects.delete': (call) => {
    if (!objectsOf(call).delete(call.params['object']!))
      throw new Refusal(404, 'No such object', { reason: 'notFound' });
    return undefined;
  },
};

/** A field that is patched to null is gone. */
const withoutNulls = (bucket: Json): Json =>
  Object.fromEntries(Object.entries(bucket).filter(([, value]) => value !== null));
