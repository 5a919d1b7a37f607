import { readPolicy, writePolicy } from './policies.ts';
import { apiDisabled, notFound, permissionDenied, Refusal } from './refusal.ts';
import { type Handlers, type Json, PROJECT, PROJECT_NUMBER } from './state.ts';

/** cloudresourcemanager, serviceusage, iam, run and logging. */
export const projectHandlers: Handlers = {
  'cloudresourcemanager.projects.get': ({ params }) => {
    // A project that is not there looks like one that nobody may see.
    if (params['name'] !== `projects/${PROJECT}`) throw permissionDenied('resourcemanager.projects.get');
    return { name: `projects/${PROJECT_NUMBER}`, projectId: PROJECT, state: 'ACTIVE' };
  },
  'cloudresourcemanager.projects.getIamPolicy': ({ state, params, body }) =>
    readPolicy(state, params['resource']!, body.options?.requestedPolicyVersion ?? 1),
  'cloudresourcemanager.projects.setIamPolicy': ({ state, params, body }) =>
    writePolicy(state, params['resource']!, body.policy, 409),

  'serviceusage.services.batchGet': ({ state, query }) => {
    if (state.disabledApis.has('serviceusage')) throw apiDisabled('serviceusage');
    return {
      services: query.getAll('names').map((name) => ({
        name,
        config: { name: name.split('/').at(-1) },
        state: state.disabledApis.has(name.split('/').at(-1)!.split('.')[0]!) ? 'DISABLED' : 'ENABLED',
      })),
    };
  },

  'iam.projects.serviceAccounts.list': ({ state }) => ({ accounts: [...state.accounts.values()] }),
  'iam.projects.serviceAccounts.create': ({ state, body }) => {
    if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(body.accountId)) throw new Refusal(400, 'Invalid accountId.');
    const email = `${body.accountId}@${PROJECT}.iam.gserviceaccount.com`;
    if (state.accounts.has(email))
      throw new Refusal(409, `Service account ${body.accountId} already exists within project projects/${PROJECT}.`);
    const account = { ...body.serviceAccount, email, name: `projects/${PROJECT}/serviceAccounts/${email}` };
    state.accounts.set(email, account);
    return account;
  },
  'iam.projects.serviceAccounts.patch': ({ state, params, body }) => {
    const email = params['name']!.split('/').at(-1)!;
    const account = state.accounts.get(email);
    if (!account) throw notFound(params['name']!);
    const changed = { ...account, ...pick(body.serviceAccount, body.updateMask.split(',')) };
    if (changed.description?.length > 256) throw new Refusal(400, 'The description is too long.');
    state.accounts.set(email, changed);
    return changed;
  },
  'iam.projects.serviceAccounts.delete': ({ state, params }) => {
    const email = params['name']!.split('/').at(-1)!;
    if (!state.accounts.delete(email)) throw notFound(params['name']!);
    state.policies.delete(params['name']!);
    return {};
  },
  'iam.projects.serviceAccounts.getIamPolicy': ({ state, params, query }) =>
    readPolicy(state, params['resource']!, Number(query.get('options.requestedPolicyVersion') ?? 1)),
  'iam.projects.serviceAccounts.setIamPolicy': ({ state, params, body }) =>
    writePolicy(state, params['resource']!, body.policy, 409),

  'run.projects.locations.services.getIamPolicy': ({ state, params, query }) =>
    readPolicy(state, params['resource']!, Number(query.get('options.requestedPolicyVersion') ?? 1)),
  'run.projects.locations.services.setIamPolicy': ({ state, params, body }) =>
    writePolicy(state, params['resource']!, body.policy, 409),

  'logging.entries.list': ({ state, body }) => {
    const labels = [...body.filter.matchAll(/resource\.labels\.(\w+)="([^"]*)"/g)];
    const type = /resource\.type="([^"]*)"/.exec(body.filter)?.[1];
    const since = /timestamp>="([^"]*)"/.exec(body.filter)?.[1] ?? '';
    const entries = state.logEntries.filter(
      (entry) =>
        entry.resource.type === type &&
        labels.every(([, name, value]) => entry.resource.labels[name!] === value) &&
        Date.parse(entry.timestamp) >= Date.parse(since),
    );
    return { entries };
  },
};

const pick = (value: Json, fields: readonly string[]): Json =>
  Object.fromEntries(fields.map((field) => [field, value[field]]));
