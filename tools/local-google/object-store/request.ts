import type { IncomingMessage } from 'node:http';
import { accountOfToken } from '../tokens.ts';
import { fault } from './fault.ts';

/** JSON: `/storage/v1/b/BUCKET/o/KEY`. Upload: `/upload/storage/v1/b/BUCKET/o`. XML: `/BUCKET/KEY`. */
export type Api = 'json' | 'upload' | 'xml';

/** A request to Cloud Storage, with the bucket in the path. */
export interface StoreRequest {
  readonly api: Api;
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  /** Empty for a request to no bucket. */
  readonly bucket: string;
  /** Empty for a request to no object. */
  readonly key: string;
  /** What the path asks of a bucket in the JSON API: the bucket itself or its objects. */
  readonly collection: 'bucket' | 'objects';
  /** The e-mail address of who asks: of the token, or of the signed URL. Null when nobody says. Signatures are not checked. */
  readonly account: string | null;
  /** Without those of signing. */
  readonly query: ReadonlyMap<string, string>;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: IncomingMessage;
}

const MAX_KEY_BYTES = 1024;
const MAX_EXPIRES_SECONDS = 604_800;
const BUCKET_NAME = /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/;

export const apiOf = (url: string): Api =>
  /^\/storage\/v1\//.test(url) ? 'json' : /^\/(resumable\/)?upload\/storage\/v1\//.test(url) ? 'upload' : 'xml';

/** Errors: a fault for what Cloud Storage would not take: expired or malformed. */
export function readRequest(incoming: IncomingMessage, nowMs: number): StoreRequest {
  const url = incoming.url ?? '/';
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  const api = apiOf(url);
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const query = new Map<string, string>();
  const signing = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search))
    (name.startsWith('X-Goog-') ? signing : query).set(name, value);

  const place = api === 'xml' ? readPath(path) : readJsonPath(path);
  const key = api === 'upload' ? (query.get('name') ?? '') : place.key;
  if (place.bucket && !BUCKET_NAME.test(place.bucket)) throw fault('badName');
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw fault('keyTooLong');
  refuseExpired(signing, nowMs);
  const account = readAccount(headers.get('authorization'), signing.get('X-Goog-Credential'), nowMs);
  return { api, method: incoming.method ?? 'GET', url, ...place, key, account, query, headers, body: incoming };
}

type Place = Pick<StoreRequest, 'bucket' | 'key' | 'collection'>;

/** Not by `URL`, which takes `..` out of paths: to Cloud Storage that is a name like any other. */
function readPath(path: string): Place {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path)?.map(decode) ?? [];
  return { bucket, key, collection: 'objects' };
}

function readJsonPath(path: string): Place {
  const [, bucket, collection, key] = /^.*?\/storage\/v1\/b(?:\/([^/]+))?(\/o)?(?:\/([^/]+))?$/s.exec(path) ?? [];
  return { bucket: decode(bucket), key: decode(key), collection: collection ? 'objects' : 'bucket' };
}

function decode(text = ''): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw fault('badUri');
  }
}

function readAccount(authorization: string | undefined, credential: string | undefined, nowMs: number): string | null {
  if (authorization === undefined) return credential?.split('/')[0] || null;
  const account = accountOfToken(/^Bearer (.+)$/i.exec(authorization)?.[1] ?? '', nowMs);
  if (account === null) throw fault('authError');
  return account;
}

function refuseExpired(signing: ReadonlyMap<string, string>, nowMs: number): void {
  if (!signing.has('X-Goog-Signature')) return;
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(signing.get('X-Goog-Date') ?? '') ?? [];
  const signedMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const seconds = Number(signing.get('X-Goog-Expires') ?? Number.NaN);
  if (!(seconds > 0 && seconds <= MAX_EXPIRES_SECONDS) || Number.isNaN(signedMs)) throw fault('badSignature');
  if (nowMs > signedMs + seconds * 1000) throw fault('expired');
}
