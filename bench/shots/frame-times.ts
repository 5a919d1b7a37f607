import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openVideoSource } from '../../src/adapters/local/video/video-source.ts';
import { findFfmpeg, parseConfig, type VideoProbe } from '../../src/core/index.ts';
import { runFfmpeg } from '../../src/core/media/ffmpeg.ts';
import { putOnGrid } from '../../src/core/media/frames.ts';
import { openInput } from '../../src/core/media/input.ts';
import type { TrueRange } from './films.ts';
import type { Truth } from './score.ts';

/**
 * The frame of the product's grid that each decoded picture of a video lies on, in the order of decoding. Truth counts
 * decoded pictures; the grid has a constant rate, so the two differ where pictures are not evenly spaced. With a cache
 * folder a video is read once, as long as it stays what it is.
 */
export async function readGridFrames(file: string, probe: VideoProbe, cacheFolder?: string): Promise<number[]> {
  const { size, mtimeMs } = statSync(file);
  const identity = JSON.stringify(['grid', file, size, mtimeMs, probe.frameRate, probe.firstPts]);
  const name = `${createHash('sha256').update(identity).digest('hex').slice(0, 24)}.grid.json`;
  const cached = cacheFolder && join(cacheFolder, name);
  if (cached && existsSync(cached)) return JSON.parse(readFileSync(cached, 'utf8'));
  const frames = await readTimes(file, probe);
  if (cached && cacheFolder) {
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(cached, JSON.stringify(frames));
  }
  return frames;
}

async function readTimes(file: string, probe: VideoProbe): Promise<number[]> {
  const config = parseConfig(process.env);
  const { ffmpeg } = await findFfmpeg(config, process.env);
  const { source } = await openVideoSource(file, config, new AbortController().signal);
  const command = openInput(source, ['-threads', '1'])
    .output('pipe:3')
    .outputOptions([
      ...['-map', `0:${probe.videoStream}`, '-vf', `${putOnGrid(probe)},scale=16:16`],
      ...[...ffmpeg.passthroughOptions, '-enc_time_base', '-1', '-f', 'framecrc'],
    ]);
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1 });
  const framesPerSecond = probe.frameRate.numerator / probe.frameRate.denominator;
  let secondsPerUnit = 1;
  const frames: number[] = [];
  for await (const line of createInterface({ input: run.pipes[0]! })) {
    const unit = /^#tb \d+: (\d+)\/(\d+)/.exec(line);
    if (unit) secondsPerUnit = Number(unit[1]) / Number(unit[2]);
    if (!line.startsWith('#')) frames.push(Math.round(Number(line.split(',')[2]) * secondsPerUnit * framesPerSecond));
  }
  await run.ended;
  return frames;
}

/**
 * A range of decoded pictures as one of the grid: the last picture before it stays on screen until the next one comes.
 * Pictures beyond the last are that many frames after it.
 */
export function toGrid<T extends TrueRange>(range: T, gridFrames: readonly number[]): T {
  const last = gridFrames.length - 1;
  const at = (picture: number): number =>
    picture <= last ? gridFrames[Math.max(0, picture)] : (gridFrames[last] ?? 0) + picture - last;
  const startFrame = Math.max(at(range.startFrame), at(range.startFrame + 1) - 1);
  return { ...range, startFrame, endFrame: Math.max(startFrame + 1, at(range.endFrame)) };
}

/** A truth that counts decoded pictures as one that counts frames of the grid. */
export function truthToGrid(truth: Truth, gridFrames: readonly number[]): Truth {
  const onGrid = (ranges: readonly TrueRange[] = []) => ranges.map((range) => toGrid(range, gridFrames));
  const { transitions, ignore, negatives } = truth;
  return { ...truth, transitions: onGrid(transitions), ignore: onGrid(ignore), negatives: onGrid(negatives) };
}

/** Whether each decoded picture is a frame of the grid of its own, so that both count alike. */
export const isConstant = (gridFrames: readonly number[]): boolean => gridFrames.every((frame, i) => frame === i);
