import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { signalIndex } from '../../src/core/measurements/signal-names.ts';
import { createSignalMeter, SMALL_FRAME } from '../../src/core/shots/signals.ts';

/** Size of the pictures that synthetic videos are made from. */
export const SOURCE = { width: 160, height: 90 } as const;
const SOURCE_BYTES = SOURCE.width * SOURCE.height * 3;

/** Consecutive pictures of one shot; a still has one. */
export interface Footage {
  readonly name: string;
  readonly framesPerSecond: number;
  readonly frames: readonly Uint8Array[];
  /** A card stands still; a flat one shows nothing at all. */
  readonly card?: 'text' | 'flat';
}

const VIDEO = new Set(['.mp4', '.webm', '.mkv', '.mov', '.avi', '.3gp', '.ogv', '.mpg']);
/** Pictures by the decoder that reads a stream of them. */
const STILL_DECODERS = { mjpeg: new Set(['.jpg', '.jpeg']), webp: new Set(['.webp']) } as const;
const MAX_CLIP_FRAMES = 300;
const MAX_FILM_FRAMES = 4000;
/** A shot of a film is used from this many frames on: shorter ones are mostly what leads into them. */
const MIN_SHOT_FRAMES = 12;

const decode = (input: readonly string[], stdin?: Buffer): Buffer =>
  execFileSync(
    'ffmpeg',
    [
      ...['-v', 'quiet', '-threads', '1', ...input],
      ...['-vf', `scale=${SOURCE.width}:${SOURCE.height}:flags=area,format=rgb24`],
      ...['-fps_mode', 'passthrough', '-f', 'rawvideo', '-'],
    ],
    { maxBuffer: 2 ** 30, ...(stdin && { input: stdin }) },
  );

const split = (bytes: Buffer, size: number): Uint8Array[] =>
  Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

/** Every JPEG and WebP of a folder and its subfolders, in order of their names. */
export function loadStills(folder: string): Footage[] {
  return Object.entries(STILL_DECODERS).flatMap(([decoder, extensions]) => {
    const bytes = Buffer.concat(listFiles(folder, extensions).map((file) => readFileSync(file)));
    if (bytes.length === 0) return [];
    return split(decode(['-f', 'image2pipe', '-c:v', decoder, '-i', '-'], bytes), SOURCE_BYTES).map((frame, i) => ({
      name: `${folder}#${decoder}-${i}`,
      framesPerSecond: 25,
      frames: [frame],
    }));
  });
}

/** Every video of a folder, cut apart at its known transitions where a JSON beside it tells them, else where it plainly has cuts. */
export function loadClips(folder: string, accept: (path: string) => boolean): Footage[] {
  return listFiles(folder, VIDEO).filter(accept).flatMap(loadClip);
}

interface Range {
  readonly startFrame: number;
  readonly endFrame: number;
}

function loadClip(file: string): Footage[] {
  const truthFile = file.replace(/\.[^.]+$/, '.json');
  const truth: { transitions: Range[]; ignore?: Range[] } | null = existsSync(truthFile)
    ? JSON.parse(readFileSync(truthFile, 'utf8'))
    : null;
  let bytes: Buffer;
  try {
    bytes = decode(['-i', file, '-frames:v', String(truth ? MAX_FILM_FRAMES : MAX_CLIP_FRAMES)]);
  } catch {
    return [];
  }
  const frames = split(bytes, SOURCE_BYTES);
  // Two frames next to a plain cut are left out: it may have been a short transition.
  const breaks: Range[] = truth
    ? [...truth.transitions, ...(truth.ignore ?? [])].sort((a, b) => a.startFrame - b.startFrame)
    : plainCuts(frames).map((cut) => ({ startFrame: cut - 3, endFrame: cut + 2 }));
  const parts: Footage[] = [];
  let from = 0;
  for (const { startFrame, endFrame } of [...breaks, { startFrame: frames.length - 1, endFrame: frames.length }]) {
    const part = frames.slice(from, Math.min(startFrame + 1, from + MAX_CLIP_FRAMES));
    if (part.length >= (truth ? MIN_SHOT_FRAMES : 20))
      parts.push({ name: `${file}#${from}`, framesPerSecond: 25, frames: part });
    from = Math.max(from, endFrame);
  }
  return parts;
}

function plainCuts(frames: readonly Uint8Array[]): number[] {
  const meter = createSignalMeter();
  const structure = signalIndex('structure-1');
  const color = signalIndex('color-1');
  return frames.flatMap((frame, n) => {
    const row = meter.push(shrink(frame, SOURCE.width, SOURCE.height));
    return row[structure] > 0.25 && row[color] > 0.2 ? [n] : [];
  });
}

/** Shrinks an RGB24 picture to a small frame by area. */
export function shrink(frame: Uint8Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(SMALL_FRAME.width * SMALL_FRAME.height * 3);
  for (let y = 0; y < SMALL_FRAME.height; y++) {
    const top = Math.floor((y * height) / SMALL_FRAME.height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * height) / SMALL_FRAME.height));
    for (let x = 0; x < SMALL_FRAME.width; x++) {
      const left = Math.floor((x * width) / SMALL_FRAME.width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * width) / SMALL_FRAME.width));
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let r = top; r < bottom; r++) for (let q = left; q < right; q++) sum += frame[(r * width + q) * 3 + c];
        out[(y * SMALL_FRAME.width + x) * 3 + c] = Math.round(sum / ((bottom - top) * (right - left)));
      }
    }
  }
  return out;
}

function listFiles(folder: string, extensions: ReadonlySet<string>): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.has(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
