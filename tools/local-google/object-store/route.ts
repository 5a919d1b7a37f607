import { fault, type StoreFault } from './fault.ts';
import { getBucket, getObject, insertBucket, insertMedia, insertMultipart, listObjects } from './json-api.ts';
import { createMultipart } from './multipart.ts';
import type { Operation } from './operation.ts';
import { putObject } from './put-object.ts';
import { deleteObject, RESPONSE_PARAMETERS, readObject } from './read-object.ts';
import type { Api, StoreRequest } from './request.ts';

/** What a request asks for, whichever API it comes by. */
export type OperationName =
  | 'buckets.insert'
  | 'buckets.get'
  | 'objects.list'
  | 'objects.get'
  | 'objects.insert'
  | 'objects.delete'
  | 'multipart.create'
  | 'multipart.uploadPart'
  | 'multipart.complete'
  | 'multipart.abort';

interface Route {
  readonly name: OperationName;
  readonly api: Api;
  readonly method: string;
  readonly on: 'service' | 'bucket' | 'objects' | 'object';
  /** Query parameters that make it this operation; with a value: this one alone. */
  readonly needs: Readonly<Record<string, string | null>>;
  /** Others that it understands. */
  readonly takes: readonly string[];
  readonly run: Operation;
}

/** Of the JSON API, for every method. */
const COMMON = ['project', 'projection', 'fields', 'prettyPrint', 'alt'];
const CONDITIONS = ['generation', 'ifGenerationMatch'];
const KNOWN_HEADERS =
  /^x-goog-(api-client|user-project|gcs-idempotency-token|hash|if-generation-match|meta-.*|content-length-range)$/;

/** Finds the operation that a request asks for. What is not understood wholly is refused: the fault `notImplemented`. */
export function createRouter(): (request: StoreRequest) => { name: OperationName; run: Operation } {
  const multipart = createMultipart();
  const route = (
    name: OperationName,
    api: Api,
    [method, on]: readonly [string, Route['on']],
    run: Operation,
    needs: Route['needs'] = {},
    takes: readonly string[] = [],
  ): Route => ({ name, api, method, on, needs, takes: api === 'xml' ? takes : [...COMMON, ...takes], run });
  const READ = ['generation', ...RESPONSE_PARAMETERS];
  const WRITE = ['name', 'ifGenerationMatch'];
  const routes = [
    route('buckets.insert', 'json', ['POST', 'service'], insertBucket),
    route('buckets.get', 'json', ['GET', 'bucket'], getBucket),
    route('objects.list', 'json', ['GET', 'objects'], listObjects, {}, ['prefix', 'pageToken', 'maxResults']),
    route('objects.get', 'json', ['GET', 'object'], readObject, { alt: 'media' }, CONDITIONS),
    route('objects.get', 'json', ['GET', 'object'], getObject, {}, CONDITIONS),
    route('objects.delete', 'json', ['DELETE', 'object'], deleteObject, {}, CONDITIONS),
    route('objects.insert', 'upload', ['POST', 'object'], insertMedia, { uploadType: 'media' }, WRITE),
    route('objects.insert', 'upload', ['POST', 'object'], insertMultipart, { uploadType: 'multipart' }, WRITE),
    route('objects.get', 'xml', ['GET', 'object'], readObject, {}, READ),
    route('objects.get', 'xml', ['HEAD', 'object'], readObject, {}, READ),
    route('objects.insert', 'xml', ['PUT', 'object'], putObject),
    route('objects.delete', 'xml', ['DELETE', 'object'], deleteObject, {}, ['generation']),
    route('multipart.create', 'xml', ['POST', 'object'], multipart.create, { uploads: null }),
    route('multipart.uploadPart', 'xml', ['PUT', 'object'], multipart.uploadPart, { partNumber: null, uploadId: null }),
    route('multipart.complete', 'xml', ['POST', 'object'], multipart.complete, { uploadId: null }),
    route('multipart.abort', 'xml', ['DELETE', 'object'], multipart.abort, { uploadId: null }),
  ];

  return (request) => {
    const on = placeOf(request);
    const found = routes.find(
      ({ api, method, on: place, needs, takes }) =>
        api === request.api &&
        method === request.method &&
        place === on &&
        Object.entries(needs).every(([name, value]) => {
          const given = request.query.get(name);
          return given !== undefined && (value === null || value === given);
        }) &&
        [...request.query.keys()].every((name) => name in needs || takes.includes(name)),
    );
    const query = [...request.query].map(([name, value]) => (name === 'uploadType' ? `${name}=${value}` : name));
    if (!found) throw refuse(request, query.length > 0 ? `the query ${query.join(', ')}` : 'no query');
    const header = [...request.headers.keys()].find((name) => name.startsWith('x-goog-') && !KNOWN_HEADERS.test(name));
    if (header) throw refuse(request, `the header ${header}`);
    return found;
  };
}

function placeOf({ api, bucket, key, collection }: StoreRequest): Route['on'] {
  if (!bucket) return 'service';
  // The name of a new object may also stand in the body.
  if (key || api === 'upload') return 'object';
  return api === 'json' && collection === 'objects' ? 'objects' : 'bucket';
}

const refuse = (request: StoreRequest, what: string): StoreFault =>
  fault(
    'notImplemented',
    `This store does not implement ${request.method} (${request.api}, ${placeOf(request)}) with ${what}.`,
  );
