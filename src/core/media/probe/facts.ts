import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { ReelsightError } from '../../errors.ts';
import type { Rational } from '../../measurements/timecode.ts';
import type { Ffmpeg } from '../ffmpeg.ts';
import { MAX_FACTS_SECONDS, runFfprobe } from '../ffprobe.ts';
import { type ProbeOpening, probeArguments } from '../input.ts';
import type { VideoSource } from '../source.ts';

const rational = z
  .string()
  .optional()
  .transform((text): Rational | null => {
    const match = /^(\d+)[/:](\d+)$/.exec(text ?? '');
    const [numerator, denominator] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
    return numerator > 0 && denominator > 0 ? { numerator, denominator } : null;
  });
/** ffprobe prints exact and decimal numbers as texts. */
const numeric = z
  .union([z.string(), z.number()])
  .optional()
  .transform((value): number | null => (value === undefined || !Number.isFinite(Number(value)) ? null : Number(value)));
const flag = z.int().default(0);

const streamSchema = z.object({
  index: z.int().nonnegative(),
  /** Missing for codecs that ffprobe does not know. */
  codec_name: z.string().default('unknown'),
  codec_type: z.string().default('unknown'),
  codec_tag_string: z.string().default(''),
  width: z.int().nonnegative().default(0),
  height: z.int().nonnegative().default(0),
  pix_fmt: z.string().default('unknown'),
  refs: z.int().nonnegative().default(1),
  has_b_frames: z.int().nonnegative().default(0),
  sample_aspect_ratio: rational,
  color_transfer: z.string().default(''),
  r_frame_rate: rational,
  avg_frame_rate: rational,
  time_base: rational,
  start_pts: numeric,
  duration: numeric,
  nb_frames: numeric,
  channels: z.int().nonnegative().default(0),
  channel_layout: z.string().nullable().default(null),
  sample_rate: numeric,
  timecode: z.string().nullable().default(null),
  disposition: z
    .object({ default: flag, attached_pic: flag, timed_thumbnails: flag, still_image: flag })
    .partial()
    .default({}),
  tags: z.object({ timecode: z.string(), enc_key_id: z.string() }).partial().default({}),
  side_data_list: z.array(z.object({ side_data_type: z.string().default(''), rotation: numeric })).default([]),
});

const factsSchema = z.object({
  programs: z
    .array(z.object({ program_id: z.int(), streams: z.array(z.object({ index: z.int() })).default([]) }))
    .default([]),
  streams: z.array(streamSchema).default([]),
  format: z.object({
    format_name: z.string(),
    start_time: numeric,
    duration: numeric,
    tags: z.object({ timecode: z.string() }).partial().default({}),
  }),
});

/** What ffprobe knows of a file without reading it through. Names are ffprobe's. */
export type FileFacts = z.infer<typeof factsSchema> & {
  /** How ffprobe is to open the file again. */
  readonly opening: ProbeOpening;
};
export type StreamFacts = FileFacts['streams'][number];

const STREAM_FIELDS = Object.keys(streamSchema.shape).filter(
  (name) => !/^(disposition|tags|side_data_list)$/.test(name),
);
const ENTRIES = [
  `stream=${STREAM_FIELDS.join(',')}`,
  'stream_disposition=default,attached_pic,timed_thumbnails,still_image',
  'stream_tags=timecode,enc_key_id',
  'stream_side_data=side_data_type,rotation',
  'format=format_name,start_time,duration',
  'format_tags=timecode',
  'program=program_id',
].join(':');

/**
 * Asks ffprobe what a file holds. Its answer is JSON, in which nothing that the file says of itself can pass for
 * something else. Errors: kind `input` when it cannot be opened as a video.
 */
export async function readFacts(ffmpeg: Ffmpeg, source: VideoSource, signal?: AbortSignal): Promise<FileFacts> {
  let { facts, errors } = await askFacts(ffmpeg, source, {}, signal);
  const unlisted = [...new Set(findUnlistedCodecs(errors))];
  // ffprobe gives up on all tracks for one of a codec that is not listed. Sound and subtitles of such a codec are done
  // without.
  if (!facts && unlisted.length > 0) ({ facts, errors } = await askFacts(ffmpeg, source, { unlisted }, signal));
  if (!facts) throw unreadable(source, errors);
  const opening = { ...facts.opening, demuxer: facts.format.format_name };
  if (opening.demuxer !== 'mpegts') return { ...facts, opening };
  // Once more, now that it is known how such a file is opened: tracks may have other numbers.
  const again = await askFacts(ffmpeg, source, opening, signal);
  return again.facts ?? facts;
}

async function askFacts(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  opening: ProbeOpening,
  signal: AbortSignal | undefined,
): Promise<{ facts: FileFacts | null; errors: readonly string[] }> {
  const args = probeArguments(source, ['-of', 'json', '-show_entries', ENTRIES], opening);
  const run = runFfprobe(ffmpeg, args, { signal, maxSeconds: MAX_FACTS_SECONDS });
  const answer = await text(run.stdout);
  const { exitCode, errors } = await run.ended;
  const parsed = exitCode === 0 ? factsSchema.safeParse(parseJson(answer)) : null;
  return { facts: parsed?.success ? { ...parsed.data, opening } : null, errors };
}

/**
 * Names of ffmpeg's own, out of its own message; they are for people, and for opening what is not decoded. Every track is
 * told of; the last is the one that it gave up on.
 */
const findUnlistedCodecs = (errors: readonly string[]): string[] =>
  errors.flatMap((line) => /^\[[\w.]+ @ \w+\] \[error\] Codec \(([\w.-]+)\) not on whitelist '/.exec(line)?.[1] ?? []);

function parseJson(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return null;
  }
}

/** The error for what cannot be read as a video; `errors` are ffmpeg's own lines. */
export function unreadable(source: VideoSource, errors: readonly string[]): ReelsightError {
  const codec = findUnlistedCodecs(errors).at(-1);
  if (codec !== undefined)
    return new ReelsightError(
      'input',
      `The pictures of ${JSON.stringify(source.name)}, or one of its tracks of pictures, are coded as ${codec}, which ` +
        'Reelsight does not decode. Convert the video, for example with `ffmpeg -i VIDEO -c:v libx264 -crf 16 NEW.mp4`.',
      { context: { errors } },
    );
  const isOtherFormat = errors.some((line) => line.includes('not on whitelist'));
  const reason = isOtherFormat
    ? 'unsupported container'
    : (errors.at(-1)?.replace(/^(\[[^\]]*\]\s*)+/, '') ?? 'no picture could be decoded');
  return new ReelsightError(
    'input',
    `${JSON.stringify(source.name)} is not a video that can be read: ${reason.replaceAll(source.url, source.name)}. ` +
      'The file is damaged, cut short, or of a format that is not supported.',
    { context: { errors } },
  );
}
