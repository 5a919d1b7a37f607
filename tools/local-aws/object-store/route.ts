import { createBucket, headBucket, listObjects } from './buckets.ts';
import { fault } from './fault.ts';
import { createMultipart } from './multipart.ts';
import { deleteObject, getObject, putObject, RESPONSE_PARAMETERS } from './objects.ts';
import type { Operation } from './operation.ts';
import type { S3Request } from './request.ts';

interface Route {
  readonly method: string;
  readonly on: 'bucket' | 'object';
  /** Query parameters that make it this operation. */
  readonly needs: readonly string[];
  /** Others that it understands. */
  readonly takes: readonly string[];
  readonly run: Operation;
}

/** Headers that change what an operation does, and are understood; tags are taken, and not kept: nothing reads them. */
const KNOWN_HEADERS =
  /^x-amz-(date|content-sha256|security-token|user-agent|decoded-content-length|trailer|sdk-checksum-algorithm|tagging|checksum-.*)$/;
const UNKNOWN_CONDITIONS: Readonly<Record<string, readonly string[]>> = {
  PUT: ['if-match', 'if-modified-since', 'if-unmodified-since'],
  POST: ['if-match', 'if-modified-since', 'if-unmodified-since'],
  DELETE: ['if-match', 'if-modified-since', 'if-unmodified-since', 'if-none-match'],
  GET: ['if-unmodified-since'],
  HEAD: ['if-unmodified-since'],
};

const LIST_PARAMETERS = ['prefix', 'max-keys', 'continuation-token', 'start-after', 'encoding-type'];

/** Finds the operation that a request asks for. What is not understood wholly is refused: the fault NotImplemented. */
export function createRouter(): (request: S3Request) => Operation {
  const multipart = createMultipart();
  const route = (
    method: string,
    on: Route['on'],
    run: Operation,
    needs: readonly string[] = [],
    takes: readonly string[] = [],
  ): Route => ({ method, on, needs, takes, run });
  const routes = [
    route('PUT', 'bucket', createBucket),
    route('HEAD', 'bucket', headBucket),
    route('GET', 'bucket', listObjects, ['list-type'], LIST_PARAMETERS),
    route('PUT', 'object', putObject),
    route('GET', 'object', getObject, [], RESPONSE_PARAMETERS),
    route('HEAD', 'object', getObject, [], RESPONSE_PARAMETERS),
    route('DELETE', 'object', deleteObject),
    route('POST', 'object', multipart.create, ['uploads']),
    route('PUT', 'object', multipart.uploadPart, ['partNumber', 'uploadId']),
    route('POST', 'object', multipart.complete, ['uploadId']),
    route('DELETE', 'object', multipart.abort, ['uploadId']),
  ];

  return (request) => {
    const on = request.key ? 'object' : request.bucket ? 'bucket' : 'service';
    // The SDK names the operation here.
    const names = [...request.query.keys()].filter((name) => name !== 'x-id');
    const found = routes.find(
      ({ method, on: place, needs, takes }) =>
        method === request.method &&
        place === on &&
        needs.every((name) => names.includes(name)) &&
        names.every((name) => needs.includes(name) || takes.includes(name)),
    );
    const isOldList = request.query.has('list-type') && request.query.get('list-type') !== '2';
    if (!found || isOldList) throw refuse(request, on, names.length > 0 ? `the query ${names.join(', ')}` : 'no query');
    const header = [...request.headers.keys()].find(
      (name) =>
        (name.startsWith('x-amz-') && !KNOWN_HEADERS.test(name)) || UNKNOWN_CONDITIONS[request.method]?.includes(name),
    );
    if (header) throw refuse(request, on, `the header ${header}`);
    return found.run;
  };
}

function refuse({ method, query }: S3Request, on: string, what: string) {
  const name = query.get('x-id');
  const operation = `${name ? `${name}: ` : ''}${method} (${on}) with ${what}`;
  return fault('NotImplemented', `This store does not implement ${operation}.`);
}
