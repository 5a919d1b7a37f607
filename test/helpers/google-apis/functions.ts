import { lookAtOperation, startOperation } from './operations.ts';
import { grantsOf } from './policies.ts';
import { notFound, Refusal } from './refusal.ts';
import { type Call, type Handlers, type Json, PROJECT, STORAGE_AGENT } from './state.ts';

const hasGrant = ({ state }: Call, role: string, email: string): boolean =>
  grantsOf(state, `projects/${PROJECT}`).includes(`${role} serviceAccount:${email}`);

/** What Google looks at before it builds. */
function checkFunction(call: Call): void {
  const { state, body } = call;
  const { storageSource } = body.buildConfig.source;
  if (!state.uploads.get(storageSource.object))
    throw new Refusal(400, `The source ${storageSource.object} was not uploaded.`);
  const email = body.serviceConfig.serviceAccountEmail;
  if (!state.accounts.has(email) || state.accountDelay-- > 0)
    throw new Refusal(404, `Service account ${email} was not found.`);
  const trigger = body.eventTrigger;
  if (!trigger) return;
  const bucket = state.buckets.get(trigger.eventFilters[0].value);
  if (bucket?.location.toLowerCase() !== trigger.triggerRegion)
    throw new Refusal(400, `Bucket "${trigger.eventFilters[0].value}" is not in the trigger's region.`);
  if (!hasGrant(call, 'roles/pubsub.publisher', STORAGE_AGENT))
    throw new Refusal(400, 'The Cloud Storage service account for your bucket is unable to publish to Pub/Sub topics.');
  if (!hasGrant(call, 'roles/eventarc.eventReceiver', trigger.serviceAccountEmail))
    throw new Refusal(400, `${trigger.serviceAccountEmail} lacks eventarc.events.receiveEvent.`);
}

/** Puts a function there as DEPLOYING; its operation ends it as ACTIVE or FAILED. */
function deploy(call: Call, name: string, body: Json): unknown {
  const { state } = call;
  const id = name.split('/').at(-1)!;
  const parent = name.split('/functions/')[0]!;
  const stages: Json[] = [
    { name: 'BUILD', state: 'IN_PROGRESS', resourceUri: `https://console.cloud.google.com/cloud-build/builds/${id}` },
  ];
  state.functions.set(name, { ...body, name, state: 'DEPLOYING' });
  const finish = () => {
    const problem = state.buildErrors.get(id);
    const deployed = state.functions.get(name);
    deployed.state = problem ? 'FAILED' : 'ACTIVE';
    if (problem) {
      stages[0].state = 'COMPLETE';
      stages[0].stateMessages = [{ severity: 'ERROR', type: 'CloudRunServiceNotFound', message: problem }];
      return { error: { code: 3, message: `Build failed with status: FAILURE and message: ${problem}` } };
    }
    const uri = `https://${id}-abcdef-ew.a.run.app`;
    deployed.serviceConfig = { ...deployed.serviceConfig, uri, service: `${parent}/services/${id}` };
    deployed.url = `https://${parent.split('/').at(-1)}-${PROJECT}.cloudfunctions.net/${id}`;
    return { response: { '@type': 'type.googleapis.com/google.cloud.functions.v2.Function', ...deployed } };
  };
  return startOperation(state, parent, finish, () => ({
    '@type': 'type.googleapis.com/google.cloud.functions.v2.OperationMetadata',
    target: name,
    stages,
  }));
}

export const functionHandlers: Handlers = {
  'cloudfunctions.projects.locations.list': ({ state }) => ({
    locations: state.regions.map((locationId) => ({ locationId, name: `projects/${PROJECT}/locations/${locationId}` })),
  }),
  'cloudfunctions.projects.locations.operations.get': lookAtOperation,
  'cloudfunctions.projects.locations.functions.generateUploadUrl': ({ state, url }) => {
    state.count += 1;
    const object = `${state.count}.zip`;
    state.uploads.set(object, null);
    return {
      uploadUrl: `${url}/uploads/${object}?signature=x`,
      storageSource: { bucket: 'gcf-v2-uploads', object },
    };
  },
  'cloudfunctions.projects.locations.functions.get': ({ state, params }) => {
    const found = state.functions.get(params['name']!);
    if (!found) throw notFound(params['name']!);
    return found;
  },
  'cloudfunctions.projects.locations.functions.list': ({ state, params }) => ({
    functions: [...state.functions.values()].filter(({ name }) => name.startsWith(`${params['parent']}/`)),
  }),
  'cloudfunctions.projects.locations.functions.create': (call) => {
    const name = `${call.params['parent']}/functions/${call.query.get('functionId')}`;
    if (call.state.functions.has(name)) throw new Refusal(409, `Resource '${name}' already exists`);
    checkFunction(call);
    return deploy(call, name, call.body);
  },
  'cloudfunctions.projects.locations.functions.patch': (call) => {
    const name = call.params['name']!;
    const found = call.state.functions.get(name);
    if (!found) throw notFound(name);
    if (found.state === 'DEPLOYING') throw new Refusal(409, 'unable to queue the operation');
    checkFunction(call);
    const changed = (call.query.get('updateMask') ?? '').split(',').map((field) => [field, call.body[field]]);
    return deploy(call, name, { ...found, ...Object.fromEntries(changed) });
  },
  'cloudfunctions.projects.locations.functions.delete': ({ state, params }) => {
    const name = params['name']!;
    if (!state.functions.has(name)) throw notFound(name);
    state.functions.get(name).state = 'DELETING';
    return startOperation(state, name.split('/functions/')[0]!, () => {
      state.functions.delete(name);
      state.policies.delete(name.replace('/functions/', '/services/'));
      return { response: { '@type': 'type.googleapis.com/google.protobuf.Empty' } };
    });
  },
};
