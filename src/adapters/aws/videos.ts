import { GetObjectCommand, HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { ReelsightError, requestRange } from '../../core/index.ts';
import type { StoredVideo, VideoLibrary } from '../../service/index.ts';
import { fetchSignedUrl } from '../cloud-shared/fetch-signed-url.ts';
import { createSignedLinks } from '../cloud-shared/signed-links.ts';
import { type ObjectAddress, parseVideoAddress } from '../cloud-shared/video-address.ts';
import { mapSdkError } from './errors.ts';

export interface S3VideosOptions {
  readonly client: S3Client;
  /** The service's own bucket. */
  readonly bucket: string;
  /** Other buckets, of which every object may be read. */
  readonly videoBuckets: readonly string[];
  /** How long a signed URL is good. */
  readonly linkSeconds?: number;
}

const DEFAULT_LINK_SECONDS = 3600;

/** Videos in S3, read by signed URLs, so that ranges stream without a copy. */
export function createS3Videos(options: S3VideosOptions): VideoLibrary {
  const { client, linkSeconds = DEFAULT_LINK_SECONDS } = options;
  const addressOf = (uri: string): ObjectAddress => parseVideoAddress('s3', uri, options);
  const links = createSignedLinks({
    lifetimeSeconds: linkSeconds,
    async sign(uri) {
      const { bucket: Bucket, key: Key } = addressOf(uri);
      try {
        return new URL(await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: linkSeconds }));
      } catch (cause) {
        throw mapSdkError(cause, 'sign a link to', uri);
      }
    },
  });

  // S3 is the host, or what the operator set in its place: no address of a stranger.
  const ask = ({ uri, version }: StoredVideo, first: number, last: number, signal: AbortSignal) =>
    fetchSignedUrl(links, uri, (url) =>
      requestRange({ url, first, last, allowPrivateHosts: true, etag: version, signal }),
    );

  return {
    async find(uri) {
      const address = addressOf(uri);
      try {
        const head = await client.send(new HeadObjectCommand({ Bucket: address.bucket, Key: address.key }));
        if (!head.ETag || head.ContentLength === undefined)
          throw new ReelsightError(
            'storage',
            `The store reports no length or no ETag for ${uri}. Use a store that does.`,
          );
        refuseArchived(head, uri);
        const name = address.key.slice(address.key.lastIndexOf('/') + 1);
        const ownKey = address.bucket === options.bucket ? address.key : null;
        return { uri, name, ownKey, sizeBytes: head.ContentLength, version: head.ETag };
      } catch (cause) {
        throw mapSdkError(cause, 'read', uri);
      }
    },
    async open(video, first, last, signal) {
      const answer = await ask(video, first, last, signal);
      if (answer.status === 206 && answer.body && answer.headers.get('etag') === video.version) return answer.body;
      await answer.body?.cancel();
      throw refusal(answer.status, video.uri);
    },
  };
}

const ARCHIVES: readonly string[] = ['GLACIER', 'DEEP_ARCHIVE'];

/** Reading it would be answered like what is denied. */
function refuseArchived({ StorageClass, Restore = '' }: HeadObjectCommandOutput, uri: string): void {
  if (StorageClass && ARCHIVES.includes(StorageClass) && !Restore.includes('ongoing-request="false"'))
    throw new ReelsightError('input', `${uri} is archived (${StorageClass}). Restore it, then analyse it.`);
}

/** What an answer without the bytes means. A plain Error may pass. */
function refusal(status: number, uri: string): Error {
  switch (status) {
    // 206: the other version was sent, although this one was asked for.
    case 206:
    case 412:
      return new ReelsightError('input', `${uri} was replaced while it was analysed. Analyse it again as it is now.`);
    case 404:
      return new ReelsightError('input', `${uri} is gone: it was deleted while it was analysed. Put it there again.`);
    case 403:
      return new ReelsightError(
        'denied',
        `Cannot read ${uri}: access is denied. The role of the function needs s3:GetObject for it, and kms:Decrypt ` +
          'where it is encrypted with a key of KMS. (To a role without s3:ListBucket, a deleted object looks so too.)',
      );
    default:
      return new Error(`S3 answered ${status} for ${uri}`);
  }
}
