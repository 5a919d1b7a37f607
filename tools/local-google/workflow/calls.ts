import { fieldsOf, numberOf } from './fields.ts';
import { isObject } from './json.ts';
import { LIMITS } from './limits.ts';

export const HTTP_POST = 'http.post';
export const SLEEP = 'sys.sleep';
export const RUN_EXECUTION = 'googleapis.workflowexecutions.v1.projects.locations.workflows.executions.run';

/** Says of what a step gives to a call whether it can be done here. Values may still be expressions. */
type CheckArgs = (path: string, args: unknown) => void;

const isExpression = (value: unknown): boolean => typeof value === 'string' && value.startsWith('${');

/** What a step may call beside routines, by name. */
export const CALLS: ReadonlyMap<string, CheckArgs> = new Map<string, CheckArgs>([
  [
    HTTP_POST,
    (path, args) => {
      const { auth, timeout } = fieldsOf(path, args, ['url', 'body'], ['auth', 'timeout']);
      if (auth !== undefined) {
        const { type } = fieldsOf(`${path}.auth`, auth, ['type', 'audience']);
        if (type !== 'OIDC') fieldsOf(`${path}.auth`, { [String(type)]: null }, ['type: OIDC']);
      }
      if (timeout !== undefined && !isExpression(timeout))
        numberOf(`${path}.timeout`, timeout, 1, LIMITS.httpTimeoutSeconds);
    },
  ],
  [SLEEP, (path, args) => void fieldsOf(path, args, ['seconds'])],
  [
    RUN_EXECUTION,
    (path, args) => {
      const { connector_params: params = {} } = fieldsOf(
        path,
        args,
        ['workflow_id', 'location', 'project_id', 'argument'],
        ['connector_params'],
      );
      const inner = `${path}.connector_params`;
      const { timeout, polling_policy: policy } = fieldsOf(inner, params, [], ['timeout', 'polling_policy']);
      if (timeout !== undefined) numberOf(`${inner}.timeout`, timeout, 1, LIMITS.connectorTimeoutSeconds);
      if (!isObject(policy)) return;
      // There is nothing to ask for here: a child tells when it has ended.
      fieldsOf(`${inner}.polling_policy`, policy, [], ['initial_delay', 'multiplier', 'max_delay']);
    },
  ],
]);
