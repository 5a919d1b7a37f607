import { text } from 'node:stream/consumers';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/index.ts';

/** What ffmpeg decodes from a file, in order. */
export interface DecodedFile {
  /** A hash of every picture. */
  readonly hashes: readonly string[];
  /** When a player shows the first picture; NaN for none. */
  readonly startSeconds: number;
}

/** A hash of every picture that ffmpeg decodes from a file, as it comes after a filter, in order. */
export async function hashFrames(ffmpeg: Ffmpeg, path: string, filter = 'null'): Promise<string[]> {
  const [file] = await decodeFiles(ffmpeg, [path], filter);
  return [...file!.hashes];
}

/** The same of several files, by one ffmpeg: a process of its own for each takes longer than its pictures. */
export async function decodeFiles(ffmpeg: Ffmpeg, paths: readonly string[], filter = 'null'): Promise<DecodedFile[]> {
  const command = describeCommand();
  for (const path of paths) command.input(path).inputOptions(['-threads', '1']);
  for (const [i] of paths.entries())
    command
      .output(`pipe:${3 + i}`)
      .outputOptions(['-map', `${i}:v:0`, '-vf', filter, ...ffmpeg.passthroughOptions, '-f', 'framehash']);
  const run = runFfmpeg(ffmpeg, command, { pipeCount: paths.length });
  const texts = await Promise.all(run.pipes.map((pipe) => text(pipe)));
  const { exitCode, errors } = await run.ended;
  if (exitCode !== 0) throw new Error(`ffmpeg read not all of ${paths.join(', ')}: ${errors.join('\n')}`);
  return texts.map(parseHashes);
}

function parseHashes(framehash: string): DecodedFile {
  const [, numerator, denominator] = /^#tb 0: (\d+)\/(\d+)/m.exec(framehash) ?? [];
  const rows = framehash
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(',').map((field) => field.trim()));
  return {
    hashes: rows.map((row) => row.at(-1)!),
    // Time stamps are counted from the start of the container, as players do.
    startSeconds: (Number(rows[0]?.[2]) * Number(numerator)) / Number(denominator),
  };
}
