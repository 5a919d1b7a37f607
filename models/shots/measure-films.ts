/**
 * Measures real films whose shots are known, as train.py and train-judge.ts read them.
 *
 *   npx tsx models/shots/measure-films.ts FILMS OUT
 *
 * FILMS: folders joined by commas, with a NAME.json beside each video: {fps: "30/1", transitions: [{type, startFrame,
 * endFrame}], ignore?: [{startFrame, endFrame}]}, in decoded frames from 0. A NAME.transnet.u8 beside it, where there is
 * one, holds how sure TransNetV2 (Souček and Lokoč, 2020) is that a shot ends with each frame: one byte a frame, 255 for
 * certain.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMALL_FRAME } from '../../src/core/shots/small-frame.ts';
import { measureSmallFrames, writeVideo } from './dataset.ts';

const MAX_BYTES = 2 ** 31;

/** The names that truth files give to what the network calls a fade or a wipe. */
const TYPES: Readonly<Record<string, string>> = {
  fade_black: 'fade',
  fade_white: 'fade',
  slide: 'wipe',
  other: 'wipe',
};

function readSmallFrames(video: string): Buffer {
  const small = `scale=${SMALL_FRAME.width}:${SMALL_FRAME.height}:flags=area,format=rgb24`;
  return execFileSync(
    'ffmpeg',
    ['-v', 'error', '-threads', '1', '-i', video, '-vf', small, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-'],
    { maxBuffer: MAX_BYTES },
  );
}

const [folders, out] = process.argv.slice(2);
if (!out) throw new RangeError('Usage: measure-films.ts FILMS OUT');
mkdirSync(out, { recursive: true });
for (const folder of folders.split(',')) {
  const files = readdirSync(folder).sort();
  for (const file of files) {
    const name = file.replace(/\.json$/, '');
    const video = files.find((other) => other !== file && other.startsWith(`${name}.`) && !other.endsWith('.u8'));
    if (!file.endsWith('.json') || !video) continue;
    const { fps, transitions, ignore = [] } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const [numerator, denominator = 1] = String(fps).split('/').map(Number);
    const curve = join(folder, `${name}.transnet.u8`);
    writeVideo(out, {
      name,
      signals: measureSmallFrames(readSmallFrames(join(folder, video))),
      framesPerSecond: numerator / denominator,
      transitions: transitions.map(
        ({ type, startFrame, endFrame }: { type: string; startFrame: number; endFrame: number }) => ({
          type: TYPES[type] ?? type,
          startFrame,
          endFrame,
        }),
      ),
      ignore,
      teacher: existsSync(curve)
        ? Array.from(readFileSync(curve), (byte) => Math.round((byte / 255) * 1000) / 1000)
        : null,
    });
    console.error(name);
  }
}
