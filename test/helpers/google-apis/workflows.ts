import { parseDocument } from 'yaml';
import { lookAtOperation, startOperation } from './operations.ts';
import { notFound, Refusal } from './refusal.ts';
import { type Handlers, type Json, PROJECT, type State } from './state.ts';

function compile(source: string): void {
  const { errors } = parseDocument(source);
  if (errors.length > 0)
    throw new Refusal(400, `Workflow failed to compile: main.yaml: parse error: ${errors[0]!.message.split('\n')[0]}`);
}

function deploy(state: State, name: string, body: Json): unknown {
  compile(body.sourceContents);
  const email = body.serviceAccount.split('/').at(-1);
  if (!state.accounts.has(email)) throw new Refusal(400, `Service account ${email} does not exist.`);
  return startOperation(state, name.split('/workflows/')[0]!, () => {
    state.count += 1;
    state.workflows.set(name, { ...body, name, state: 'ACTIVE', revisionId: `${state.count}`.padStart(6, '0') });
    return { response: { '@type': 'type.googleapis.com/google.cloud.workflows.v1.Workflow', name } };
  });
}

export const workflowHandlers: Handlers = {
  'workflows.projects.locations.list': ({ state }) => ({
    locations: state.regions.map((locationId) => ({ locationId, name: `projects/${PROJECT}/locations/${locationId}` })),
  }),
  'workflows.projects.locations.operations.get': lookAtOperation,
  'workflows.projects.locations.workflows.get': ({ state, params }) => {
    const found = state.workflows.get(params['name']!);
    if (!found) throw notFound(params['name']!);
    return found;
  },
  'workflows.projects.locations.workflows.list': ({ state, params }) => ({
    workflows: [...state.workflows.values()].filter(({ name }) => name.startsWith(`${params['parent']}/`)),
  }),
  'workflows.projects.locations.workflows.create': ({ state, params, query, body }) => {
    const name = `${params['parent']}/workflows/${query.get('workflowId')}`;
    if (state.workflows.has(name)) throw new Refusal(409, `Resource '${name}' already exists`);
    return deploy(state, name, body);
  },
  'workflows.projects.locations.workflows.patch': ({ state, params, query, body }) => {
    const name = params['name']!;
    const found = state.workflows.get(name);
    if (!found) throw notFound(name);
    const changed = (query.get('updateMask') ?? '').split(',').map((field) => [field, body[field]]);
    return deploy(state, name, { ...found, ...Object.fromEntries(changed) });
  },
  'workflows.projects.locations.workflows.delete': ({ state, params }) => {
    const name = params['name']!;
    if (!state.workflows.has(name)) throw notFound(name);
    return startOperation(state, name.split('/workflows/')[0]!, () => {
      state.workflows.delete(name);
      return { response: {} };
    });
  },
};
