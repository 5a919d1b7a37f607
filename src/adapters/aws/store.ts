import {
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { CloudStore } from '../../service/index.ts';
import { contentTypeOf } from '../cloud-shared/content-type.ts';
import { isIntermediate } from '../cloud-shared/intermediate.ts';
import { mapSdkError } from './errors.ts';

const LINK_SECONDS = 15 * 60;
const PRECONDITION_FAILED = 412;
const CONFLICT = 409;
const MAX_CONFLICTS = 5;

/** The bucket lets what is so marked go after some days. */
const taggingOf = (key: string) => (isIntermediate(key) ? { Tagging: 'reelsight=intermediate' } : {});

/** The bucket as an object store. A put is whole or absent, because S3's is. */
export function createS3Store({ client, bucket }: { client: S3Client; bucket: string }): CloudStore {
  const send = (key: string, bytes: Uint8Array, condition: { IfNoneMatch?: string } = {}) => {
    const ContentType = contentTypeOf(key);
    const object = { Bucket: bucket, Key: key, Body: bytes, ContentType, ...taggingOf(key) };
    return client.send(new PutObjectCommand({ ...object, ...condition }));
  };
  return {
    async put(key, bytes) {
      try {
        await send(key, bytes);
      } catch (cause) {
        throw mapSdkError(cause, 'write', `s3://${bucket}/${key}`);
      }
    },
    async create(key, bytes) {
      for (let tries = 1; ; tries++)
        try {
          await send(key, bytes, { IfNoneMatch: '*' });
          return true;
        } catch (cause) {
          const status = cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : 0;
          if (status === PRECONDITION_FAILED) return false;
          // Somebody else writes it at this moment: whether they do shows when it is asked again.
          if (status === CONFLICT && tries < MAX_CONFLICTS) continue;
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
