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
import type { MultipartUploads } from '../../service/index.ts';
import { createUploads, PART_LINK_SECONDS } from '../cloud-shared/uploads.ts';
import { formatAddress } from '../cloud-shared/video-address.ts';
import { mapSdkError } from './errors.ts';

/** Uploads in parts, straight to S3, by signed URLs. */
export function createS3Uploads({ client, bucket }: { client: S3Client; bucket: string }): MultipartUploads {
  const signer = createPartSigner(client);
  const addressOf = (key: string): string => formatAddress('s3', { bucket, key });
  const uploadOf = (Key: string, UploadId: string) => ({ Bucket: bucket, Key, UploadId });

  return createUploads({
    addressOf,
    async initiate(key) {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: key }));
      if (!UploadId) throw new ReelsightError('storage', `S3 began no upload of ${addressOf(key)}. Try again.`);
      return UploadId;
    },
    sign: (key, uploadId, PartNumber) =>
      getSignedUrl(signer, new UploadPartCommand({ ...uploadOf(key, uploadId), PartNumber }), {
        expiresIn: PART_LINK_SECONDS,
      }),
    async join(key, uploadId, etags) {
      const Parts = etags.map((ETag, i) => ({ ETag, PartNumber: i + 1 }));
      await client.send(
        new CompleteMultipartUploadCommand({
          ...uploadOf(key, uploadId),
          MultipartUpload: { Parts },
          IfNoneMatch: '*',
        }),
      );
    },
    drop: async (key, uploadId) => void (await client.send(new AbortMultipartUploadCommand(uploadOf(key, uploadId)))),
    isTaken: (cause) => cause instanceof Error && cause.name === 'PreconditionFailed',
    isOver: (cause) => cause instanceof Error && cause.name === 'NoSuchUpload',
    isJoined: (key, _, etags) => isJoined(client, bucket, key, etags),
    mapError: mapSdkError,
  });
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

/** By the ETag, which S3 makes of those of the parts. */
async function isJoined(client: S3Client, bucket: string, key: string, etags: readonly string[]): Promise<boolean> {
  const digests = etags.map((etag) => Buffer.from(etag.replaceAll('"', ''), 'hex'));
  const joined = createHash('md5').update(Buffer.concat(digests)).digest('hex');
  const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  return head.ETag === `"${joined}-${etags.length}"`;
}
