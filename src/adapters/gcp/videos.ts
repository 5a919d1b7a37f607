import type { Storage } from '@google-cloud/storage';
import { ReelsightError, requestRange } from '../../core/index.ts';
import type { FoundVideo, StoredVideo, VideoLibrary } from '../../service/index.ts';
import { fetchSignedUrl } from '../cloud-shared/fetch-signed-url.ts';
import { createSignedLinks } from '../cloud-shared/signed-links.ts';
import { type ObjectAddress, parseVideoAddress } from '../cloud-shared/video-address.ts';
import { mapGoogleError } from './errors.ts';
import { signUrl } from './sign-url.ts';

export interface GcsVideosOptions {
  readonly storage: Storage;
  /** The service's own bucket. */
  readonly bucket: string;
  /** Other buckets, of which every object may be read. */
  readonly videoBuckets: readonly string[];
  /** How long a signed URL is good. */
  readonly linkSeconds?: number;
}

const DEFAULT_LINK_SECONDS = 3600;

/** Videos in Cloud Storage, read by signed URLs of their generation, so that ranges stream without a copy. */
export function createGcsVideos(options: GcsVideosOptions): VideoLibrary {
  const { storage, linkSeconds = DEFAULT_LINK_SECONDS } = options;
  const addressOf = (uri: string): ObjectAddress => parseVideoAddress('gs', uri, options);
  const fileOf = ({ bucket, key }: ObjectAddress, generation?: string) =>
    storage.bucket(bucket).file(key, generation === undefined ? {} : { generation });

  const links = createSignedLinks({
    lifetimeSeconds: linkSeconds,
    async sign(name) {
      const { uri, version } = parseName(name);
      try {
        return new URL(await signUrl(fileOf(addressOf(uri), version), { action: 'read', seconds: linkSeconds }));
      } catch (cause) {
        throw mapGoogleError(cause, 'sign a link to', uri);
      }
    },
  });

  // Google is the host, or what the operator set in its place: no address of a stranger.
  const ask = (video: StoredVideo, first: number, last: number, signal: AbortSignal) =>
    fetchSignedUrl(links, nameOf(video), (url) => requestRange({ url, first, last, allowPrivateHosts: true, signal }));

  async function find(uri: string): Promise<FoundVideo> {
    const address = addressOf(uri);
    try {
      const [{ size, generation }] = await fileOf(address).getMetadata();
      if (size === undefined || !generation)
        throw new ReelsightError(
          'storage',
          `The store reports no size or no generation for ${uri}. Use a store that does.`,
        );
      const name = address.key.slice(address.key.lastIndexOf('/') + 1);
      const ownKey = address.bucket === options.bucket ? address.key : null;
      return { uri, name, ownKey, sizeBytes: Number(size), version: String(generation) };
    } catch (cause) {
      throw mapGoogleError(cause, 'read', uri);
    }
  }

  /** Why there are no bytes of it. To an account that may not list the bucket, what is missing is forbidden, not absent. */
  async function explain({ status }: Response, video: StoredVideo): Promise<Error> {
    if (status !== 403 && status !== 404) return refusal(status, video.uri);
    const now = await find(video.uri).catch((cause: unknown) => cause as Error);
    if (!(now instanceof Error))
      return now.version === video.version ? refusal(status, video.uri) : replaced(video.uri);
    return now instanceof ReelsightError && now.kind === 'not-found' ? gone(video.uri) : refusal(status, video.uri);
  }

  return {
    find,
    async open(video, first, last, signal) {
      const answer = await ask(video, first, last, signal);
      const isIt = answer.headers.get('x-goog-generation') === video.version;
      if (answer.status === 206 && answer.body && isIt) return answer.body;
      await answer.body?.cancel();
      throw await explain(answer, video);
    },
  };
}

/** Links are kept for each version of a video. */
const nameOf = ({ uri, version }: StoredVideo): string => JSON.stringify([uri, version]);

function parseName(name: string): { uri: string; version: string } {
  const [uri, version] = JSON.parse(name) as [string, string];
  return { uri, version };
}

const replaced = (uri: string): ReelsightError =>
  new ReelsightError('input', `${uri} was replaced while it was analysed. Analyse it again as it is now.`);

const gone = (uri: string): ReelsightError =>
  new ReelsightError('input', `${uri} is gone: it was deleted while it was analysed. Put it there again.`);

/** What an answer without the bytes means. A plain Error may pass. */
function refusal(status: number, uri: string): Error {
  switch (status) {
    // 206: another generation was sent, although this one was asked for.
    case 206:
    case 412:
      return replaced(uri);
    case 403:
      return new ReelsightError(
        'denied',
        `Cannot read ${uri}: access is denied. The account of the function needs storage.objects.get for it, and the ` +
          'service agent of Cloud Storage the use of its key, where it is encrypted with one of Cloud KMS. (To an account ' +
          'without storage.objects.list, a deleted object looks so too.)',
      );
    default:
      return new Error(`Cloud Storage answered ${status} for ${uri}`);
  }
}
