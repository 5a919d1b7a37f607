import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { createSignalMeter, SMALL_FRAME, signalIndex } from '../../src/core/shots/signals.ts';

/** Size of the pictures that synthetic videos are made from. */
export const SOURCE = { width: 160, height: 90 } as const;
const SOURCE_BYTES = SOURCE.width * SOURCE.height * 3;

/** Consecutive pictures of one shot; a still has one. */
export interface Footage {
  readonly name: string;
  readonly framesPerSecond: number;
  readonly frames: readonly Uint8Array[];
}

const VIDEO = new Set(['.mp4', '.webm', '.mkv', '.mov', '.avi', '.3gp', '.ogv', '.mpg']);
const STILL = new Set(['.jpg', '.jpeg']);
const MAX_CLIP_FRAMES = 300;

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

/** Every JPEG of a folder and its subfolders. */
export function loadStills(folder: string): Footage[] {
  const bytes = Buffer.concat(listFiles(folder, STILL).map((file) => readFileSync(file)));
  return split(decode(['-f', 'image2pipe', '-c:v', 'mjpeg', '-i', '-'], bytes), SOURCE_BYTES).map((frame, i) => ({
    name: `${folder}#${i}`,
    framesPerSecond: 25,
    frames: [frame],
  }));
}

/** Every video of a folder, cut apart where it plainly has cuts of its own. */
export function loadClips(folder: string, accept: (path: string) => boolean): Footage[] {
  return listFiles(folder, VIDEO).filter(accept).flatMap(loadClip);
}

function loadClip(file: string): Footage[] {
  let bytes: Buffer;
  try {
    bytes = decode(['-i', file, '-frames:v', String(MAX_CLIP_FRAMES)]);
  } catch {
    return [];
  }
  const frames = split(bytes, SOURCE_BYTES);
  const cuts = plainCuts(frames);
  const edges = [0, ...cuts, frames.length];
  return edges.slice(1).flatMap((end, i) => {
    // Two frames next to a cut are left out: it may have been a short transition.
    const part = frames.slice(i === 0 ? 0 : edges[i] + 2, i === cuts.length ? end : end - 2);
    return part.length < 20 ? [] : [{ name: `${file}#${i}`, framesPerSecond: 25, frames: part }];
  });
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
