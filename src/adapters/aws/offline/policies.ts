import type { InterceptedRequest } from './object-store/server.ts';

/** One statement of a role's policy, with every reference resolved. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** The permission that S3 asks for before it serves a request. */
export function permissionOf({ method, key, url }: Pick<InterceptedRequest, 'method' | 'key' | 'url'>): string {
  if (key === '') return 's3:ListBucket';
  if (method === 'GET' || method === 'HEAD') return 's3:GetObject';
  if (method === 'DELETE')
    return new URLSearchParams(url.split('?')[1]).has('uploadId') ? 's3:AbortMultipartUpload' : 's3:DeleteObject';
  return 's3:PutObject';
}

const listOf = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

/** `*` stands for anything, as in IAM. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}

/** Whether statements allow an action, as IAM decides: something must allow it, and nothing may deny it. */
export function allows(statements: readonly Statement[], action: string, resource: string): boolean {
  const fitting = statements.filter(
    ({ Action, Resource }) =>
      listOf(Action).some((pattern) => matches(pattern, action)) &&
      listOf(Resource).some((pattern) => matches(pattern, resource)),
  );
  return fitting.some(({ Effect }) => Effect === 'Allow') && fitting.every(({ Effect }) => Effect === 'Allow');
}

/**
 * Holds every function to its role: a request that the role does not allow is answered as S3 does. A function signs with
 * its own name as access key; who signs otherwise is the user, who may do everything.
 */
export function createPolicyCheck(statementsOf: ReadonlyMap<string, readonly Statement[]>) {
  return (request: InterceptedRequest): { status: number; code: string; message: string } | undefined => {
    const statements = statementsOf.get(request.accessKeyId ?? '');
    if (!statements) return undefined;
    const action = permissionOf(request);
    const resource = `arn:aws:s3:::${request.bucket}${request.key === '' ? '' : `/${request.key}`}`;
    if (allows(statements, action, resource)) return undefined;
    const message = `The role of ${request.accessKeyId} does not allow ${action} on ${resource}`;
    return { status: 403, code: 'AccessDenied', message };
  };
}
