import { extname } from 'node:path';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { CloudStore } from '../../service/index.ts';
import { mapSdkError } from './errors.ts';

const LINK_SECONDS = 15 * 60;

/** What a browser needs to show an object that it is sent to. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
};

/**
 * Measurements are needed until the report is written: the bucket lets what is so marked go after some days. Prefixes know
 * no wildcards, and reports lie beside them. What steps cost stays.
 */
const taggingOf = (key: string) =>
  /^analyses\/[^/]+\/chunks\/(?!.*\.usage-)/.test(key) ? { Tagging: 'reelsight=intermediate' } : {};

/** The bucket as an object store. A put is whole or absent, because S3's is. */
export function createS3Store({ client, bucket }: { client: S3Client; bucket: string }): CloudStore {
  return {
    async put(key, bytes) {
      const ContentType = CONTENT_TYPES[extname(key)] ?? 'application/octet-stream';
      try {
        await client.send(
          new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType, ...taggingOf(key) }),
        );
      } catch (cause) {
        throw mapSdkError(cause, 'write', `s3://${bucket}/${key}`);
      }
    },
    async get(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return Body ? await Body.transformToByteArray() : new Uint8Array(0);
      } catch (cause) {
        throw mapSdkError(cause, 'read', `s3://${bucket}/${key}`);
      }
    },
    async *list(prefix) {
      try {
        for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
          for (const { Key, Size } of page.Contents ?? []) if (Key) yield { key: Key, sizeBytes: Size ?? 0 };
      } catch (cause) {
        throw mapSdkError(cause, 'list', `s3://${bucket}/${prefix}*`);
      }
    },
    async link(key) {
      try {
        return await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), {
          expiresIn: LINK_SECONDS,
        });
      } catch (cause) {
        throw mapSdkError(cause, 'sign a link to', `s3://${bucket}/${key}`);
      }
    },
  };
}
