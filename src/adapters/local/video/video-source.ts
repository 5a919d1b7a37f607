import { open, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  assertVideoBytes,
  type Config,
  fingerprintVideo,
  ReelsightError,
  SNIFF_BYTES,
  type VideoSource,
} from '../../../core/index.ts';
import { mapFileError, quoteName } from '../errors.ts';
import { openHttpsSource } from './https-source.ts';
import type { OpenedVideo } from './opened-video.ts';

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;

/**
 * Opens what the user named: a file, or an `https://` URL. Everything is looked at before a decoder sees it.
 * Errors: kind `input`, `not-found` or `unsupported`, with what was received and what to do.
 */
export async function openVideoSource(video: string, config: Config, signal: AbortSignal): Promise<OpenedVideo> {
  if (video === '') throw new ReelsightError('input', 'The video\'s name is empty (""). Give the path of a video.');
  const file = await stat(video).catch((cause: unknown) => mapFileError(cause, 'read', video));
  if (!(file instanceof ReelsightError))
    return { source: await openFile(video, file), assertFullyRead() {}, close() {} };
  const scheme = SCHEME.exec(video)?.[1]?.toLowerCase();
  if (scheme === 'https') return openHttpsSource(video, config.REELSIGHT_ALLOW_PRIVATE_HOSTS === '1', signal);
  if (scheme === 's3' || scheme === 'gs')
    throw new ReelsightError(
      'unsupported',
      `${scheme}:// videos are read by a stack in the cloud, not on this machine. Give a file, or a signed https:// URL of ${quoteName(video)}.`,
    );
  if (scheme)
    throw new ReelsightError(
      'unsupported',
      `${quoteName(video)}: ${scheme}:// is not supported. Give the path of a file, or an https:// URL.`,
    );
  throw file;
}

/** URL of a video that is a file of this machine, for those who refer to it; undefined for one on the web. */
export const addressOf = ({ url }: VideoSource): string | undefined =>
  url.startsWith('file:') ? pathToFileURL(url.slice('file:'.length)).href : undefined;

async function openFile(path: string, file: Awaited<ReturnType<typeof stat>>): Promise<VideoSource> {
  const shown = JSON.stringify(path);
  if (file.isDirectory())
    throw new ReelsightError('input', `${shown} is a folder. Give the videos in it, for example FOLDER/*.mp4.`);
  if (!file.isFile())
    throw new ReelsightError('input', `${shown} is not a regular file (a device or a pipe). Give a video file.`);
  const name = basename(path);
  const sizeBytes = Number(file.size);
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw mapFileError(cause, 'read', path);
  });
  try {
    const head = Buffer.alloc(SNIFF_BYTES);
    const { bytesRead } = await handle.read(head, 0, SNIFF_BYTES, 0);
    assertVideoBytes(head.subarray(0, bytesRead), name);
    const read = async (offset: number, length: number) => {
      const block = Buffer.alloc(length);
      const { bytesRead: got } = await handle.read(block, 0, length, offset);
      return block.subarray(0, got);
    };
    return {
      url: `file:${resolve(path)}`,
      protocols: ['file', 'pipe'],
      name,
      sizeBytes,
      fingerprint: await fingerprintVideo(sizeBytes, read),
    };
  } catch (cause) {
    throw mapFileError(cause, 'read', path);
  } finally {
    await handle.close();
  }
}
