import type { InterceptedRequest } from './object-store/server.ts';

/** One statement of a role's policy, with every reference resolved. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/**
 * The permissions that S3 asks for before it serves a request. To one who may not list the bucket it does not tell that an
 * object is missing: that is forbidden (403), not absent (404).
 */
export function permissionsOf(request: Omit<InterceptedRequest, 'bucket' | 'accessKeyId'>): readonly string[] {
  const { method, key, url, headers, exists } = request;
  if (key === '') return ['s3:ListBucket'];
  if (method === 'GET' || method === 'HEAD') return exists ? ['s3:GetObject'] : ['s3:GetObject', 's3:ListBucket'];
  if (method === 'DELETE')
    return new URLSearchParams(url.split('?')[1]).has('uploadId') ? ['s3:AbortMultipartUpload'] : ['s3:DeleteObject'];
  return headers.has('x-amz-tagging') ? ['s3:PutObject', 's3:PutObjectTagging'] : ['s3:PutObject'];
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
    const bucket = `arn:aws:s3:::${request.bucket}`;
    const resourceOf = (action: string) => (action === 's3:ListBucket' ? bucket : `${bucket}/${request.key}`);
    const action = permissionsOf(request).find((needed) => !allows(statements, needed, resourceOf(needed)));
    if (action === undefined) return undefined;
    const asked = `${request.method} ${request.key}`.trim();
    const message = `The role of ${request.accessKeyId} does not allow ${action} on ${resourceOf(action)}, for ${asked}`;
    return { status: 403, code: 'AccessDenied', message };
  };
}
