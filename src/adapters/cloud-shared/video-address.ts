import { ReelsightError } from '../../core/index.ts';
import { UPLOADS_PREFIX, VIDEOS_PREFIX } from '../../service/index.ts';

/** Of an object in a store. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** How a cloud's addresses begin: `s3://bucket/key`, `gs://bucket/key`. */
export type AddressScheme = 's3' | 'gs';

export const formatAddress = (scheme: AddressScheme, { bucket, key }: ObjectAddress): string =>
  `${scheme}://${bucket}/${key}`;

/** Which videos may be read. */
export interface Readable {
  /** The service's own bucket: of it only what was put there as a video, nothing that the service wrote. */
  readonly bucket: string;
  readonly videoBuckets: readonly string[];
}

const VIDEO_PREFIXES = [VIDEOS_PREFIX, UPLOADS_PREFIX];

/** Takes `s3://bucket/key` apart. Keys are taken as they are, nothing is decoded. Errors: kind `input`. */
export function parseVideoAddress(scheme: AddressScheme, uri: string, readable: Readable): ObjectAddress {
  const [, given, bucket = '', key = ''] = /^(\w+):\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
  // Some clients and proxies take . and .. out of paths: the object asked for would be another.
  const isName = key !== '' && !key.endsWith('/') && !key.split('/').some((part) => part === '.' || part === '..');
  if (given !== scheme || !isName)
    throw new ReelsightError(
      'input',
      `${JSON.stringify(uri)} is not the address of a video. Give one like ${scheme}://${readable.bucket}/videos/film.mp4.`,
    );
  const mayRead =
    bucket === readable.bucket
      ? VIDEO_PREFIXES.some((prefix) => key.startsWith(prefix))
      : readable.videoBuckets.includes(bucket);
  if (mayRead) return { bucket, key };
  const places = [
    ...VIDEO_PREFIXES.map((prefix) => `${scheme}://${readable.bucket}/${prefix}`),
    ...readable.videoBuckets.map((name) => `${scheme}://${name}/`),
  ];
  throw new ReelsightError(
    'input',
    `${JSON.stringify(uri)} may not be read. Videos are read from ${places.join(', ')}. Copy it there, or deploy with ` +
      `--param videoBuckets=${[...readable.videoBuckets, 'NAME'].join(',')} to allow another bucket.`,
  );
}
