import type { IncomingMessage } from 'node:http';
import { fault } from './fault.ts';

/** A request to S3, with the bucket in the path. */
export interface S3Request {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  /** Empty for a request to no bucket. */
  readonly bucket: string;
  /** Empty for a request to the bucket itself. */
  readonly key: string;
  /** Who signed; null when nobody did. Signatures are not checked. */
  readonly accessKeyId: string | null;
  /** Without those of signing. */
  readonly query: ReadonlyMap<string, string>;
  /** Lower-case names; `x-amz-` parameters of a signed URL count as headers, as in S3. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: IncomingMessage;
}

const MAX_KEY_BYTES = 1024;
const MAX_EXPIRES_SECONDS = 604_800;

/** Errors: a fault for what S3 would not take: unsigned, expired or malformed. */
export function readRequest(incoming: IncomingMessage, nowMs: number): S3Request {
  const url = incoming.url ?? '/';
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  const [, bucket = '', key = ''] = decodePath(path);
  if (bucket && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) throw fault('InvalidBucketName');
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw fault('KeyTooLongError');

  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const query = new Map<string, string>();
  const signing = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    if (name.startsWith('X-Amz-')) signing.set(name, value);
    else if (name.startsWith('x-amz-')) headers.set(name, value);
    else query.set(name, value);
  }
  refuseExpired(signing, nowMs);
  const credential =
    signing.get('X-Amz-Credential') ?? /Credential=([^,\s]+)/.exec(headers.get('authorization') ?? '')?.[1];
  const accessKeyId = credential?.split('/')[0] || null;
  return { method: incoming.method ?? 'GET', url, bucket, key, accessKeyId, query, headers, body: incoming };
}

/** Not by `URL`, which takes `..` out of paths: to S3 that is a name like any other. */
function decodePath(path: string): string[] {
  try {
    return /^\/([^/]*)\/?(.*)$/s.exec(path)?.map(decodeURIComponent) ?? [];
  } catch {
    throw fault('InvalidURI');
  }
}

function refuseExpired(signing: ReadonlyMap<string, string>, nowMs: number): void {
  if (!signing.has('X-Amz-Signature')) return;
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(signing.get('X-Amz-Date') ?? '') ?? [];
  const signedMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const seconds = Number(signing.get('X-Amz-Expires') ?? Number.NaN);
  if (!(seconds > 0 && seconds <= MAX_EXPIRES_SECONDS) || Number.isNaN(signedMs))
    throw fault('AuthorizationQueryParametersError');
  if (nowMs > signedMs + seconds * 1000) throw fault('AccessDenied', 'Request has expired');
}
