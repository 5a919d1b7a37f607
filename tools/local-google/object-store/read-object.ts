import { readRange } from '../../local-shared/object-store/range.ts';
import { fault, RANGE_FAULTS } from './fault.ts';
import { assertBucket, assertGeneration, findObject, type Operation } from './operation.ts';
import { toHeaders } from './resource.ts';

/** Parameters of a signed URL that set headers of the answer. */
export const RESPONSE_PARAMETERS = ['response-content-disposition', 'response-content-type'];

/** The bytes of an object, in either API; of HEAD the headers alone. */
export const readObject: Operation = (request, { disk }) => {
  assertBucket(request, disk);
  const { bucket, method, headers, query } = request;
  const record = findObject(request, disk);
  assertGeneration(request, disk);
  const etag = `"${record.etag}"`;
  const asked = headers.get('if-match');
  if (asked !== undefined && asked !== '*' && asked !== etag) throw fault('conditionNotMet');
  if (headers.get('if-none-match') === etag) return { status: 304, headers: { etag } };
  const range = readRange(headers.get('range'), record.sizeBytes, RANGE_FAULTS);
  const { start, end } = range ?? { start: 0, end: record.sizeBytes };
  const chosen = RESPONSE_PARAMETERS.flatMap((name) => {
    const value = query.get(name);
    return value === undefined ? [] : [[name.slice('response-'.length), value]];
  });
  return {
    status: range ? 206 : 200,
    headers: {
      ...toHeaders(record),
      ...Object.fromEntries(chosen),
      'content-length': end - start,
      ...(range && { 'content-range': `bytes ${start}-${end - 1}/${record.sizeBytes}` }),
    },
    ...(method !== 'HEAD' && end > start && { body: disk.read(bucket, record, start, end) }),
  };
};

export const deleteObject: Operation = (request, { disk }) => {
  assertBucket(request, disk);
  findObject(request, disk);
  assertGeneration(request, disk);
  disk.remove(request.bucket, request.key);
  return { status: 204 };
};
