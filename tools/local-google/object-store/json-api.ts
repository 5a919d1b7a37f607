import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { writeObject } from './commit.ts';
import { fault } from './fault.ts';
import { assertBucket, assertGeneration, findObject, type Operation } from './operation.ts';
import { bodyOf, expectedOf, receiveBytes } from './received-body.ts';
import { readRelatedBody } from './related-body.ts';
import { toResource } from './resource.ts';

const MAX_RESULTS = 1000;

const bucketResource = (name: string) => ({ kind: 'storage#bucket', id: name, name, location: 'LOCAL' });

export const insertBucket: Operation = async ({ body }, { disk }) => {
  const { name = '' } = (await json(body)) as { name?: string };
  if (!/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(name)) throw fault('badName');
  if (disk.hasBucket(name)) throw fault('bucketExists');
  disk.createBucket(name);
  return { status: 200, body: bucketResource(name) };
};

export const getBucket: Operation = (request, { disk }) => {
  assertBucket(request, disk);
  return { status: 200, body: bucketResource(request.bucket) };
};

export const getObject: Operation = (request, { disk }) => {
  assertBucket(request, disk);
  const record = findObject(request, disk);
  assertGeneration(request, disk);
  return { status: 200, body: toResource(request.bucket, record) };
};

/** A page of objects, in the order of their names' UTF-8 bytes. The token is the last name of the page before. */
export const listObjects: Operation = (request, { disk }) => {
  assertBucket(request, disk);
  const { bucket, query } = request;
  const prefix = query.get('prefix') ?? '';
  const after = Buffer.from(query.get('pageToken') ?? '', 'base64url');
  const maxResults = Number(query.get('maxResults') ?? MAX_RESULTS);
  if (!Number.isInteger(maxResults) || maxResults < 1)
    throw fault('invalid', 'maxResults must be a whole number from 1.');
  const found = [...disk.list(bucket)]
    .filter(({ key }) => key.startsWith(prefix))
    .map((record) => ({ record, bytes: Buffer.from(record.key) }))
    .filter(({ bytes }) => after.length === 0 || Buffer.compare(bytes, after) > 0)
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const page = found.slice(0, Math.min(maxResults, MAX_RESULTS));
  return {
    status: 200,
    body: {
      kind: 'storage#objects',
      ...(page.length > 0 && { items: page.map(({ record }) => toResource(bucket, record)) }),
      ...(page.length < found.length && { nextPageToken: page.at(-1)?.bytes.toString('base64url') }),
    },
  };
};

/** `uploadType=media`: the body is the object. */
export const insertMedia: Operation = async (request, context) => {
  const { headers, body, bucket } = request;
  const record = await writeObject(request, context, { contentType: headers.get('content-type') }, () =>
    receiveBytes(bodyOf(body), context.disk, expectedOf(headers)),
  );
  return { status: 200, body: toResource(bucket, record) };
};

const metadataSchema = z.object({
  name: z.string().optional(),
  contentType: z.string().optional(),
  customTime: z.iso.datetime({ offset: true }).optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  crc32c: z.string().optional(),
  md5Hash: z.string().optional(),
});

/** `uploadType=multipart`: what the object is to be, then its bytes. */
export const insertMultipart: Operation = async (request, context) => {
  const { headers, body, bucket } = request;
  const related = await readRelatedBody(headers.get('content-type') ?? '', bodyOf(body));
  const parsed = metadataSchema.safeParse(related.metadata);
  if (!parsed.success) throw fault('invalid', parsed.error.message);
  const { name, contentType = related.contentType, customTime, metadata = {}, crc32c, md5Hash } = parsed.data;
  const named = request.key ? request : { ...request, key: name ?? '' };
  if (!named.key) throw fault('invalid', 'Required: name');
  const object = { contentType, customTime: customTime ?? null, metadata };
  const record = await writeObject(named, context, object, () =>
    receiveBytes(related.bytes, context.disk, { crc32c, md5: md5Hash }),
  );
  return { status: 200, body: toResource(bucket, record) };
};
