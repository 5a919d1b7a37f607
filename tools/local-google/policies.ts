import type { InterceptedRequest } from './object-store/server.ts';

/** A role that an account has on the bucket, or, by a condition, on the objects whose names begin so. */
export interface RoleBinding {
  /** For example `roles/storage.objectViewer`. */
  readonly role: string;
  /** A `*` in it stands for anything. */
  readonly prefix?: string;
}

const MULTIPART = ['abort', 'create', 'list', 'listParts'].map((name) => `storage.multipartUploads.${name}`);

/** What the roles hold, as Google publishes it, of what the store here asks for. */
const ROLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['roles/storage.objectViewer', ['storage.objects.get', 'storage.objects.list']],
  [
    'roles/storage.objectCreator',
    [
      'storage.objects.create',
      'storage.multipartUploads.abort',
      'storage.multipartUploads.create',
      'storage.multipartUploads.listParts',
    ],
  ],
  [
    'roles/storage.objectUser',
    [...['create', 'delete', 'get', 'list', 'update'].map((name) => `storage.objects.${name}`), ...MULTIPART],
  ],
  ['roles/storage.legacyObjectReader', ['storage.objects.get']],
  [
    'roles/storage.legacyBucketReader',
    ['storage.buckets.get', 'storage.objects.list', 'storage.multipartUploads.list'],
  ],
]);

/** What concerns the bucket as a whole: no condition on names of objects can grant it. */
const ON_BUCKET: ReadonlySet<string> = new Set([
  'storage.buckets.create',
  'storage.buckets.get',
  'storage.objects.list',
  'storage.multipartUploads.list',
]);

/**
 * The permissions that Cloud Storage asks for before it serves a request. To one who may not list the bucket it does not
 * tell that an object is missing: that is forbidden (403), not absent (404). Who replaces an object also deletes one.
 */
export function permissionsOf({
  operation,
  exists,
}: Pick<InterceptedRequest, 'operation' | 'exists'>): readonly string[] {
  const replacing = exists ? ['storage.objects.delete'] : [];
  switch (operation) {
    case 'buckets.insert':
      return ['storage.buckets.create'];
    case 'buckets.get':
      return ['storage.buckets.get'];
    case 'objects.list':
      return ['storage.objects.list'];
    case 'objects.get':
      return exists ? ['storage.objects.get'] : ['storage.objects.get', 'storage.objects.list'];
    case 'objects.insert':
      return ['storage.objects.create', ...replacing];
    case 'objects.delete':
      return ['storage.objects.delete'];
    case 'multipart.create':
    case 'multipart.uploadPart':
      return ['storage.multipartUploads.create', 'storage.objects.create'];
    case 'multipart.complete':
      return ['storage.multipartUploads.create', 'storage.objects.create', ...replacing];
    case 'multipart.abort':
      return ['storage.multipartUploads.abort'];
  }
}

/** Whether bindings grant a permission on an object. Errors: an Error for a role that is not known here. */
export function allows(bindings: readonly RoleBinding[], permission: string, key: string): boolean {
  return bindings.some(({ role, prefix }) => {
    const permissions = ROLES.get(role);
    if (!permissions)
      throw new Error(`The local stack does not know what ${role} holds: it knows ${[...ROLES.keys()].join(', ')}.`);
    if (!permissions.includes(permission)) return false;
    return prefix === undefined || (!ON_BUCKET.has(permission) && isUnder(key, prefix));
  });
}

/** As the condition that is deployed has it: something stands for a star, and what follows it is there. */
function isUnder(key: string, prefix: string): boolean {
  const [before = '', after] = prefix.split('*');
  if (!key.startsWith(before)) return false;
  return after === undefined || key.indexOf(after, before.length) > before.length;
}

/**
 * Holds every account to its roles: a request that they do not allow is answered as Cloud Storage does. Who is none of
 * these accounts is the user, who may do everything.
 */
export function createPolicyCheck(bindingsOf: ReadonlyMap<string, readonly RoleBinding[]>) {
  return (request: InterceptedRequest): { status: number; code: string; message: string } | undefined => {
    const bindings = bindingsOf.get(request.account ?? '');
    if (!bindings) return undefined;
    const missing = permissionsOf(request).find((permission) => !allows(bindings, permission, request.key));
    if (missing === undefined) return undefined;
    const place = ON_BUCKET.has(missing) ? 'bucket' : 'object';
    const resource = `gs://${request.bucket}/${place === 'bucket' ? '' : request.key}`;
    const message =
      `${request.account} does not have ${missing} access to the Google Cloud Storage ${place}. Permission '${missing}' ` +
      `denied on resource ${resource} (or it may not exist), for ${request.operation} of ${request.key}.`;
    return { status: 403, code: request.api === 'xml' ? 'AccessDenied' : 'forbidden', message };
  };
}
