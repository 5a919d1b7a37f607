import { z } from 'zod';
import {
  POLICY_NAMES,
  type PolicyInput,
  type PolicyName,
  policyInputSchema,
  resolvePolicy,
} from '../classify/policy.ts';
import { describeIssues } from '../describe-issues.ts';
import { ReelsightError } from '../errors.ts';
import type { Report } from '../report.ts';
import { MIN_TRANSITION_CONFIDENCE } from '../shots/detect.ts';
import { isPartReversed, normalisePoint, type TimePoint, timePointSchema } from './part.ts';

export type AnalysisOptions = Report['options'];
export type Preset = AnalysisOptions['preset'];

/** Sampled frames a second of each preset: how closely the network looks. */
export const PRESET_SAMPLE_FPS: Readonly<Record<Preset, number>> = { fast: 1, balanced: 2, accurate: 4 };

export const PRESETS = Object.keys(PRESET_SAMPLE_FPS) as readonly Preset[];

/** A whole day: no film is longer, and what is asked for stays a number that can be counted to. */
const MAX_SECONDS = 86_400;

const zoneSchema = z
  .strictObject({
    startSeconds: z.number().min(0).max(MAX_SECONDS),
    endSeconds: z.number().min(0).max(MAX_SECONDS),
  })
  .refine(({ startSeconds, endSeconds }) => startSeconds < endSeconds, 'a range must end after it starts');

/** What a user may ask of the story breaks. */
const breakRequestSchema = z
  .strictObject({
    count: z
      .int()
      .min(0)
      .max(1000)
      .optional()
      .describe('How many story breaks; fewer, with a warning, where there is no room'),
    perHour: z.number().min(0.1).max(60).optional().describe('How many an hour, in place of a number'),
    spacingSeconds: z
      .number()
      .min(1)
      .max(MAX_SECONDS)
      .optional()
      .describe('The least time between two; default: by the length of the video'),
    noBreakZones: z
      .array(zoneSchema)
      .max(100)
      .optional()
      .describe('Where no break may be, in presentation time, besides the opening and the end'),
  })
  .refine(({ count, perHour }) => count === undefined || perHour === undefined, 'give count or perHour, not both');

/** What a user may ask for. */
export const analysisRequestSchema = z.strictObject({
  start: timePointSchema
    .optional()
    .describe('Where the part to analyse begins: seconds, a clock time or a timecode; default: at the start'),
  end: timePointSchema.optional().describe('Where it ends; default: at the end'),
  preset: z.enum(['fast', 'balanced', 'accurate']).default('balanced'),
  sampleFps: z.number().min(0.01).max(60).optional().describe('Frames a second that the network sees'),
  sensitivity: z
    .number()
    .min(0)
    .max(1)
    .default(1 - MIN_TRANSITION_CONFIDENCE)
    .describe('How readily a change is a new shot: transitions less sure than 1 - sensitivity are left out'),
  breaks: breakRequestSchema.optional().describe('Where and how many story breaks'),
  policy: z
    .union([z.enum(POLICY_NAMES), policyInputSchema])
    .default('standard')
    .describe('How much risk of which category the brand bears: strict, standard, lenient, or a policy of its own'),
});

/** As a caller writes it, before it is checked. */
export interface AnalysisOptionsInput {
  /** Presentation time in seconds, `1:30`, `0:01:30.5` or a timecode of the report, `00:01:30:12`. */
  readonly start?: TimePoint | undefined;
  readonly end?: TimePoint | undefined;
  readonly preset?: string | undefined;
  readonly sampleFps?: number | undefined;
  readonly sensitivity?: number | undefined;
  readonly breaks?: BreakRequest | undefined;
  readonly policy?: PolicyName | PolicyInput | undefined;
}

export interface BreakRequest {
  readonly count?: number | undefined;
  readonly perHour?: number | undefined;
  readonly spacingSeconds?: number | undefined;
  readonly noBreakZones?: readonly { readonly startSeconds: number; readonly endSeconds: number }[] | undefined;
}

/** Fills in what was not asked for. Errors: kind `input`, all problems in one message. */
export function resolveOptions(request: AnalysisOptionsInput): AnalysisOptions {
  const result = analysisRequestSchema.safeParse(request);
  if (!result.success)
    throw new ReelsightError(
      'input',
      `The options are not usable: ${describeIssues(result.error.issues, 'all of them')}.`,
    );
  const { preset, sampleFps, sensitivity, breaks = {}, policy } = result.data;
  const [start, end] = [normalisePoint(result.data.start), normalisePoint(result.data.end)];
  if (isPartReversed(start, end))
    throw new ReelsightError(
      'input',
      `The options are not usable: a part must end after it starts, and start is ${start}, end ${end}.`,
    );
  const noBreakZones = (breaks.noBreakZones ?? []).toSorted(
    (a, b) => a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds,
  );
  return {
    start,
    end,
    preset,
    sampleFps: sampleFps ?? PRESET_SAMPLE_FPS[preset],
    sensitivity,
    breaks: {
      count: breaks.count ?? null,
      perHour: breaks.perHour ?? null,
      spacingSeconds: breaks.spacingSeconds ?? null,
      noBreakZones,
    },
    policy: resolvePolicy(policy),
  };
}
