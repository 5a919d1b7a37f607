import { rm } from 'node:fs/promises';
import { readRange } from '../../local-shared/object-store/range.ts';
import type { ObjectRecord } from '../../local-shared/object-store/records.ts';
import { fault, RANGE_FAULTS } from './fault.ts';
import { assertBucket, assertMayWrite, contentTypeOf, type Operation, quote } from './operation.ts';
import { receiveBody } from './received-body.ts';
import type { S3Request } from './request.ts';

export const putObject: Operation = async (request, { disk, nowMs, created }) => {
  const { bucket, key } = request;
  assertBucket(request, disk);
  assertMayWrite(request, disk);
  const received = await receiveBody(request, disk.receive);
  try {
    // Again: another may have written it meanwhile.
    assertMayWrite(request, disk);
    const record = disk.commit(bucket, received, {
      key,
      etag: received.md5,
      contentType: contentTypeOf(request),
      modifiedMs: nowMs(),
    });
    created(bucket, record);
    return { status: 200, headers: { etag: quote(record.etag) } };
  } finally {
    await rm(received.path, { force: true });
  }
};

/** GetObject and HeadObject: the server leaves the body of the latter out. */
export const getObject: Operation = (request, { disk }) => {
  assertBucket(request, disk);
  const { bucket, key, method, headers, query } = request;
  const record = disk.find(bucket, key);
  if (!record) throw fault('NoSuchKey');
  const etag = quote(record.etag);
  if (!matches(headers.get('if-match') ?? '*', etag)) throw fault('PreconditionFailed');
  if (matches(headers.get('if-none-match') ?? '', etag)) return { status: 304, headers: { etag } };
  const isOther = headers.has('if-range') && headers.get('if-range') !== etag;
  const range = readRange(isOther ? undefined : headers.get('range'), record.sizeBytes, RANGE_FAULTS);
  const { start, end } = range ?? { start: 0, end: record.sizeBytes };
  const hasBody = method !== 'HEAD' && end > start;
  return {
    status: range ? 206 : 200,
    headers: {
      ...describe(record, query),
      'content-length': end - start,
      ...(range && { 'content-range': `bytes ${start}-${end - 1}/${record.sizeBytes}` }),
    },
    ...(hasBody && { body: disk.read(bucket, record, start, end) }),
  };
};

export const deleteObject: Operation = (request, { disk }) => {
  assertBucket(request, disk);
  disk.remove(request.bucket, request.key);
  return { status: 204 };
};

const matches = (list: string, etag: string): boolean =>
  list.split(',').some((one) => one.trim() === '*' || one.trim() === etag || quote(one.trim()) === etag);

/** The parameters of a signed URL that set headers of the answer. */
export const RESPONSE_PARAMETERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
].map((header) => `response-${header}`);

function describe(record: ObjectRecord, query: S3Request['query']): Record<string, string> {
  const headers: Record<string, string> = {
    etag: quote(record.etag),
    'content-type': record.contentType,
    'last-modified': new Date(record.modifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
  };
  for (const name of RESPONSE_PARAMETERS)
    if (query.has(name)) headers[name.slice('response-'.length)] = query.get(name) ?? '';
  return headers;
}
