import { createHash } from 'node:crypto';
import { z } from 'zod';
import { frameToSeconds } from '../measurements/timecode.ts';
import { type VideoProbe, videoProbeSchema } from '../media/probe.ts';
import type { VideoSource } from '../media/source.ts';
import { reportSchema } from '../report.ts';
import { type AnalysisInputs, analysisInputsSchema } from './analysis-inputs.ts';
import { chunkSchema } from './chunk.ts';
import { cutIntoChunks } from './chunks.ts';
import { findCutShortEnd } from './declared-length.ts';
import type { AnalysisOptions } from './options.ts';

/** Changes whenever the same video and options may give another answer. */
const PIPELINE_VERSION = 6;

export const planSchema = z.object({
  id: z.string(),
  video: z.object({ name: z.string(), sizeBytes: z.int().nonnegative() }),
  probe: videoProbeSchema,
  options: reportSchema.shape.options,
  ...analysisInputsSchema.shape,
  chunks: z.array(chunkSchema).min(1),
  warnings: reportSchema.shape.warnings,
});

/** Everything that workers and the join need to know; plain JSON. */
export type Plan = z.infer<typeof planSchema>;

/** Decides who measures what of a probed video. `chunkSeconds: null` asks for one chunk. */
export function planAnalysis(input: {
  source: VideoSource;
  probe: VideoProbe;
  options: AnalysisOptions;
  inputs: AnalysisInputs;
  chunkSeconds: number | null;
}): Plan {
  const { source, probe, options, inputs } = input;
  return {
    id: deriveAnalysisId(source, options, inputs),
    video: { name: source.name, sizeBytes: source.sizeBytes },
    probe,
    options,
    ...inputs,
    chunks: cutIntoChunks(probe, probe.isSplittable ? input.chunkSeconds : null),
    warnings: findWarnings(probe, options),
  };
}

/**
 * The same plan for one worker that takes the whole video from the start. Its chunk has a number of its own, so that
 * nothing that the earlier chunks wrote, or write late, is taken for its.
 */
export const planAsOneChunk = (plan: Plan): Plan => ({
  ...plan,
  chunks: cutIntoChunks(plan.probe, null, Math.max(...plan.chunks.map(({ index }) => index)) + 1),
});

/**
 * The same video under the same name, with the same options, networks, heads, brands and catalogue, is the same analysis
 * for every caller, wherever the video lies and however it is cut: 32 hex digits that determine the report, `usage` aside.
 */
export function deriveAnalysisId(
  source: Pick<VideoSource, 'name' | 'fingerprint'>,
  options: AnalysisOptions,
  { models, heads, brandIndex, catalogue }: AnalysisInputs,
): string {
  const known = [models, heads, brandIndex?.sha256 ?? null, catalogue?.sha256 ?? null];
  const identity = JSON.stringify([PIPELINE_VERSION, source.name, source.fingerprint, options, ...known]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 32);
}

const countPictures = ({ pictureBlocks }: VideoProbe): number =>
  pictureBlocks.counts.reduce((sum, count) => sum + count, 0);

function findWarnings(probe: VideoProbe, options: AnalysisOptions): Plan['warnings'] {
  const warnings: Plan['warnings'] = [];
  const endSeconds = frameToSeconds(probe.frameCount, probe);
  if (findCutShortEnd(probe) !== null)
    warnings.push({
      code: 'cut-short',
      message:
        `The file declares ${probe.declaredSeconds?.toFixed(2)} s but its ${countPictures(probe)} pictures end at ` +
        `${endSeconds.toFixed(2)} s: ` +
        'it may be cut short. What is there was analysed.',
    });
  if (!probe.isSplittable)
    warnings.push({
      code: 'not-splittable',
      message:
        'The file has no index or no reliable time stamps, so it cannot be cut exactly: it is always analysed as one chunk.',
    });
  if (probe.clock === 'corrected')
    warnings.push({
      code: 'time-stamps-jump',
      message:
        `The file's clock leaps or starts again ${describePlaces(probe.leaps)}, as in streams with other parts put in. ` +
        'It was followed as players do: times count on without a gap.',
    });
  for (const message of probe.choices) warnings.push({ code: 'tracks-chosen', message });
  if (options.preset === 'fast')
    warnings.push({
      code: 'key-frames-only',
      message: 'The fast preset sees key frames only: shots between them are missed and boundaries lie on key frames.',
    });
  if (probe.isHdr)
    warnings.push({
      code: 'hdr',
      message:
        'The video is HDR and is analysed without tone mapping: colours are paler than on a screen, scores less sure.',
    });
  return warnings;
}

/** Places that are named; the rest is counted. */
const MAX_PLACES = 5;

function describePlaces(seconds: readonly number[]): string {
  const named = seconds.slice(0, MAX_PLACES).map((at) => `${at.toFixed(2)} s`);
  const more = seconds.length > MAX_PLACES ? ` and ${seconds.length - MAX_PLACES} more` : '';
  return named.length > 0 ? `at ${named.join(', ')}${more}` : 'on the way';
}
