import { open, stat } from 'node:fs/promises';
import { ReelsightError } from '../../errors.ts';
import { AV1_DECODERS } from '../codecs.ts';
import type { PictureKind } from '../input.ts';
import { findPngFault } from './png-texts.ts';

/** A kind of picture file, and the one demuxer of ffmpeg's that may open it, for its own decoders. */
export interface ImageFormat extends PictureKind {
  readonly name: string;
  /** What its files end in. */
  readonly extension: string;
}

const FORMATS: readonly (ImageFormat & { readonly test: (head: Buffer) => boolean })[] = [
  { name: 'JPEG', extension: 'jpg', demuxer: 'jpeg_pipe', decoders: ['mjpeg'], test: startsWith('\xff\xd8\xff') },
  { name: 'PNG', extension: 'png', demuxer: 'png_pipe', decoders: ['png'], test: startsWith('\x89PNG\r\n') },
  {
    name: 'WebP',
    extension: 'webp',
    demuxer: 'webp_pipe',
    decoders: ['webp', 'vp8'],
    test: (head) => startsWith('RIFF')(head) && head.toString('latin1', 8, 12) === 'WEBP',
  },
  { name: 'GIF', extension: 'gif', demuxer: 'gif', decoders: ['gif'], test: startsWith('GIF87a', 'GIF89a') },
  {
    name: 'BMP',
    extension: 'bmp',
    demuxer: 'bmp_pipe',
    decoders: ['bmp'],
    test: (head) => startsWith('BM')(head) && head.length > 14 && head.readUInt32LE(6) === 0,
  },
  {
    name: 'TIFF',
    extension: 'tif',
    demuxer: 'tiff_pipe',
    decoders: ['tiff', 'mjpeg'],
    test: startsWith('II*\0', 'MM\0*'),
  },
  {
    name: 'AVIF',
    extension: 'avif',
    demuxer: 'mov',
    decoders: AV1_DECODERS,
    test: (head) => head.toString('latin1', 4, 12) === 'ftypavif',
  },
];

function startsWith(...prefixes: string[]): (head: Buffer) => boolean {
  return (head) => prefixes.some((prefix) => head.toString('latin1', 0, prefix.length) === prefix);
}

/** Kinds of pictures that are read, by name. */
export const IMAGE_FORMAT_NAMES: readonly string[] = FORMATS.map(({ name }) => name);

/** Files that are pictures by their name; what they are is told by their bytes. */
export const PICTURE_NAME = /\.(jpe?g|png|webp|gif|bmp|tiff?|avif)$/i;

/** Bytes of a file that tell what picture it is. */
const PICTURE_HEAD_BYTES = 32;

/** Tells a picture by its first bytes; null for anything else. */
export function sniffImageFormat(head: Uint8Array): ImageFormat | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, PICTURE_HEAD_BYTES));
  return FORMATS.find(({ test }) => test(bytes)) ?? null;
}

/**
 * The first bytes of a file: as many as tell what picture it is. Errors: those of opening a file; kind `input` for a pipe
 * or a device, which may hold the process for ever, and for a PNG whose texts could fill the memory.
 */
export async function readPictureHead(path: string): Promise<Uint8Array> {
  const entry = await stat(path);
  if (!entry.isFile() && !entry.isDirectory())
    throw new ReelsightError('input', `${JSON.stringify(path)} is a pipe or a device, not a file. Give a picture.`);
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(PICTURE_HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, PICTURE_HEAD_BYTES, 0);
    const bytes = head.subarray(0, bytesRead);
    const fault = sniffImageFormat(bytes)?.name === 'PNG' ? await findPngFault(file) : null;
    if (fault)
      throw new ReelsightError(
        'input',
        `${JSON.stringify(path)} ${fault}. Save the picture again, without its metadata.`,
      );
    return bytes;
  } finally {
    await file.close();
  }
}

/** Tells a picture by its first bytes. Errors: kind `input` for anything else, naming what is read. */
export function requireImageFormat(head: Uint8Array, shown: string): ImageFormat {
  const format = sniffImageFormat(head);
  if (format) return format;
  const found = head.length === 0 ? 'empty (0 bytes)' : 'not a supported picture';
  throw new ReelsightError('input', `${shown} is ${found}. Give a picture: ${IMAGE_FORMAT_NAMES.join(', ')}.`);
}
