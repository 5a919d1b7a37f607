import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { ReelsightError } from '../../core/index.ts';
import type { UploadDesk } from '../../service/index.ts';
import { cutUpload } from '../cloud-shared/upload-parts.ts';
import { formatAddress } from '../cloud-shared/video-address.ts';
import { mapSdkError } from './errors.ts';

const LINK_SECONDS = 12 * 3600;

/** Uploads in parts, straight to S3, by signed URLs. */
export function createS3Uploads({ client, bucket }: { client: S3Client; bucket: string }): UploadDesk {
  const signer = createPartSigner(client);
  const addressOf = (key: string): string => formatAddress('s3', { bucket, key });

  return {
    addressOf,
    async begin(key, sizeBytes) {
      const { partSizeBytes, partNumbers } = cutUpload(addressOf(key), sizeBytes);
      try {
        const upload = { Bucket: bucket, Key: key };
        const { UploadId: uploadId } = await client.send(new CreateMultipartUploadCommand(upload));
        if (!uploadId) throw new ReelsightError('storage', `S3 began no upload of ${addressOf(key)}. Try again.`);
        const sign = (PartNumber: number) =>
          getSignedUrl(signer, new UploadPartCommand({ ...upload, UploadId: uploadId, PartNumber }), {
            expiresIn: LINK_SECONDS,
          });
        return { uploadId, partSizeBytes, partUrls: await Promise.all(partNumbers.map(sign)) };
      } catch (cause) {
        throw mapSdkError(cause, 'upload', addressOf(key));
      }
    },
    async complete(key, uploadId, etags) {
      const Parts = etags.map((ETag, i) => ({ ETag, PartNumber: i + 1 }));
      try {
        await client.send(
          new CompleteMultipartUploadCommand({
            Bucket: bucket,
            Key: key,
            UploadId: uploadId,
            MultipartUpload: { Parts },
          }),
        );
      } catch (cause) {
        const isOver = cause instanceof Error && cause.name === 'NoSuchUpload';
        if (!isOver || !(await isJoined(client, bucket, key, etags)))
          throw mapSdkError(cause, 'upload', addressOf(key));
      }
      return addressOf(key);
    },
    async abort(key, uploadId) {
      try {
        await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }));
      } catch (cause) {
        if (!(cause instanceof Error && cause.name === 'NoSuchUpload'))
          throw mapSdkError(cause, 'abort', addressOf(key));
      }
    },
  };
}

/**
 * Signs alike, but by default the SDK signs the checksum of the body that it has: none, so that S3 would refuse every
 * part that is not empty.
 */
function createPartSigner({ config }: S3Client): S3Client {
  return new S3Client({
    region: config.region,
    credentials: config.credentials,
    forcePathStyle: config.forcePathStyle ?? false,
    ...(config.endpoint && { endpoint: config.endpoint }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
}

/** Whether the object is what these parts make: an answer that was lost on its way is asked for again. */
async function isJoined(client: S3Client, bucket: string, key: string, etags: readonly string[]): Promise<boolean> {
  const digests = etags.map((etag) => Buffer.from(etag.replaceAll('"', ''), 'hex'));
  const joined = createHash('md5').update(Buffer.concat(digests)).digest('hex');
  const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })).catch(() => null);
  return head?.ETag === `"${joined}-${etags.length}"`;
}
