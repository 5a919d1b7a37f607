import { fault } from './fault.ts';
import { assertBucket, type Operation, quote } from './operation.ts';
import { toXml } from './xml.ts';

const MAX_KEYS = 1000;

export const createBucket: Operation = ({ bucket, body }, { disk }) => {
  // Where it is to lie: here, whatever it says.
  body.resume();
  if (disk.hasBucket(bucket)) throw fault('BucketAlreadyOwnedByYou');
  disk.createBucket(bucket);
  return { status: 200, headers: { location: `/${bucket}` } };
};

export const headBucket: Operation = (request, { disk }) => {
  assertBucket(request, disk);
  return { status: 200 };
};

/** A page of keys, in the order of their UTF-8 bytes. The token is the last key of the page before. */
export const listObjects: Operation = (request, { disk }) => {
  assertBucket(request, disk);
  const { bucket, query } = request;
  const prefix = query.get('prefix') ?? '';
  const token = query.get('continuation-token');
  const after = token === undefined ? query.get('start-after') : Buffer.from(token, 'base64url').toString();
  const maxKeys = Number(query.get('max-keys') ?? MAX_KEYS);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) throw fault('InvalidArgument', 'max-keys must be a whole number.');
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;

  const found = [...disk.list(bucket)]
    .filter(({ key }) => key.startsWith(prefix))
    .map((record) => ({ record, bytes: Buffer.from(record.key) }))
    .filter(({ bytes }) => !after || Buffer.compare(bytes, Buffer.from(after)) > 0)
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ record }) => record);
  const page = found.slice(0, Math.min(maxKeys, MAX_KEYS));
  const isTruncated = page.length > 0 && page.length < found.length;
  return {
    status: 200,
    body: toXml('ListBucketResult', {
      Name: bucket,
      Prefix: encode(prefix),
      KeyCount: page.length,
      MaxKeys: maxKeys,
      IsTruncated: isTruncated,
      ...(query.has('encoding-type') && { EncodingType: 'url' }),
      ...(isTruncated && { NextContinuationToken: Buffer.from(page.at(-1)?.key ?? '').toString('base64url') }),
      Contents: page.map(({ key, sizeBytes, etag, modifiedMs }) => ({
        Key: encode(key),
        LastModified: new Date(modifiedMs).toISOString(),
        ETag: quote(etag),
        Size: sizeBytes,
        StorageClass: 'STANDARD',
      })),
    }),
  };
};
