import { text } from 'node:stream/consumers';
import { type Ffmpeg, runFfmpeg } from '../media/ffmpeg.ts';
import { openInput } from '../media/input.ts';
import { readFacts } from '../media/probe/facts.ts';
import { holdsSamples, listFirstSamples } from '../media/probe/first-picture.ts';
import type { VideoProbe } from '../media/probe.ts';
import type { VideoSource } from '../media/source.ts';

/** Tracks that are tried, at most: each try starts an ffmpeg. Those behind are taken as those that do not decode. */
const MAX_TRIES = 32;

export interface SoundTracks {
  /** Indexes of the streams that decode, in the order of the file. */
  readonly decoding: readonly number[];
  /** A sentence for people on those that do not; null where all do. */
  readonly warning: string | null;
}

/** Finds the sound tracks of a video that this ffmpeg decodes: one that it does not would take the others with it. */
export async function findSoundTracks(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  probe: Pick<VideoProbe, 'clock' | 'demuxer'>,
  signal: AbortSignal,
): Promise<SoundTracks> {
  const { streams } = await readFacts(ffmpeg, source, signal);
  const sounds = streams.filter(({ codec_type }) => codec_type === 'audio');
  const decoding: number[] = [];
  for (const { index } of sounds.slice(0, MAX_TRIES)) {
    const command = openInput(source, ['-threads', '1'], probe).output('pipe:3').outputOptions(listFirstSamples(index));
    const run = runFfmpeg(ffmpeg, command, { pipeCount: 1, signal });
    const samples = await text(run.pipes[0]!);
    const { exitCode } = await run.ended;
    if (exitCode === 0 && holdsSamples(samples)) decoding.push(index);
  }
  const others = sounds.filter(({ index }) => !decoding.includes(index));
  const named = others.map(({ index, codec_name }) => `${index} (${codec_name})`).join(', ');
  return {
    decoding,
    warning:
      others.length === 0
        ? null
        : `Of ${sounds.length} sound tracks ${others.length} cannot be decoded and ${others.length === 1 ? 'was' : 'were'} left out: stream ${named}.`,
  };
}

/** Output options that take these streams along. */
export const mapSounds = (streams: readonly number[]): string[] => streams.flatMap((index) => ['-map', `0:${index}`]);
