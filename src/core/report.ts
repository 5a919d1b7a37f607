import { z } from 'zod';
import { brandSchema, indexIdentitySchema, productListingSchema } from './report/appearances.ts';
import {
  frame,
  frameRange,
  identitySchema,
  labelSchema,
  rational,
  seconds,
  secondsRange,
  segmentSchema,
  timecode,
  timecodeRange,
  unit,
} from './report/basics.ts';
import {
  notSeenSchema,
  policySchema,
  type riskSchema,
  type safetyBasisSchema,
  safetyCategorySchema,
  sceneSafetySchema,
  type toleranceSchema,
  verdictReasonSchema,
  verdictSchema,
} from './report/safety.ts';

/** The report: the one answer of an analysis, whatever ran it. `usage` aside it depends on nothing but the video, the options and the models. */
export const SCHEMA_VERSION = 1;

const transitionSchema = z
  .object({
    type: z.enum(['start', 'cut', 'dissolve', 'fade', 'wipe']),
    ...frameRange,
    confidence: unit.describe('How sure the detector is that a shot begins here; 1 for the start of what was analysed'),
  })
  .describe('startFrame: last frame of only the outgoing shot; endFrame: first frame of only the incoming shot');

const shotSchema = z.object({
  index: frame,
  ...frameRange,
  ...secondsRange,
  ...timecodeRange,
  keyFrame: frame,
  thumbnail: z
    .string()
    .nullable()
    .describe('Path of a JPEG beside the report; null when no frame of the shot was sampled'),
  filmstrip: z
    .array(z.object({ frame, thumbnail: z.string() }))
    .describe('Pictures of the shot from its beginning to its end, the key frame among them'),
  transitionIn: transitionSchema,
  labels: z.array(labelSchema),
});

const sceneSchema = z.object({
  index: frame,
  firstShot: frame,
  lastShot: frame.describe('Inclusive'),
  ...frameRange,
  ...secondsRange,
  ...timecodeRange,
  boundaryStrength: unit.describe('How sure it is that a new scene begins here; 0 for the first scene'),
  labels: z.array(labelSchema),
  safety: sceneSafetySchema,
});

const cueSchema = z.object({
  type: z.enum(['black', 'white', 'silence', 'freeze', 'color-bars', 'slate', 'end-credits']),
  ...secondsRange,
});

const loudnessSchema = z
  .object({
    integratedLufs: z.number().nullable().describe('Integrated loudness in LUFS; null where nothing is audible'),
    rangeLu: z.number().nonnegative().nullable().describe('Loudness range in LU; null where no 3 seconds are audible'),
    truePeakDbtp: z.number().nullable().describe('True peak in dB of full scale; null for digital silence'),
  })
  .describe('By EBU R 128, over the sound of `video.part`; of a whole video that is the track up to the last picture');

const storyBreakSchema = z.object({
  index: frame,
  frame,
  seconds,
  timecode,
  score: unit,
  reasons: z.array(z.object({ signal: z.string(), value: z.number(), weight: z.number() })),
  safe: z.boolean(),
  sceneBefore: frame,
  sceneAfter: frame,
});

const timelineSchema = z
  .object({
    framesPerPoint: z.int().positive(),
    shotChange: z.array(unit).describe('The highest probability of a transition in the frames of each point'),
    loudness: z
      .array(z.number().nullable())
      .describe('K-weighted loudness of each point in LUFS, -70 at least; null where no sound was measured'),
  })
  .describe('Scores over time, one value a point; the first point begins at the first frame of `video.part`');

const breakCandidateSchema = z
  .object({
    frame,
    seconds,
    score: unit,
    outcome: z
      .enum(['chosen', 'low-score', 'too-close', 'not-needed', 'no-break-zone', 'unsafe-neighbour', 'loud'])
      .describe(
        'too-close: nearer to a chosen break than the spacing; not-needed: there were enough better ones; ' +
          'loud: the sound is loud, and a quiet cut is near',
      ),
  })
  .describe('A moment that was considered for a story break, and its outcome');

const videoTimecodeSchema = z
  .object({
    rate: rational.describe('Frames a second that timecodes count: a rate of SMPTE timecode'),
    dropFrame: z.boolean(),
    isConformed: z.boolean().describe('The pictures come at another rate: timecodes follow the time'),
    sourceStart: timecode
      .nullable()
      .describe('The timecode that the file gives its first picture; null where it has none'),
    sourceRate: rational.nullable().describe('Frames a second that sourceStart counts'),
  })
  .describe('How the timecodes of this report count, from 00:00:00:00 at frame 0');

const timePoint = z.union([z.number().nonnegative(), z.string()]);

export const reportSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  id: z.string(),
  video: z.object({
    name: z.string(),
    sizeBytes: z.int().nonnegative(),
    startSeconds: seconds.describe('Presentation time of frame 0'),
    durationSeconds: seconds,
    frameCount: z.int().positive(),
    part: z
      .object({ ...frameRange, ...secondsRange })
      .describe(
        'What was analysed: the whole video, unless `options` name a part. Frames and times are those of the file',
      ),
    frameRate: rational,
    timecode: videoTimecodeSchema,
    width: z.int().positive().describe('As coded, before rotation'),
    height: z.int().positive(),
    displayWidth: z.int().positive().describe('As shown: after rotation, with square pixels'),
    displayHeight: z.int().positive(),
    rotationDegrees: z.int().describe('Clockwise turn that a player applies: 0, 90, 180 or 270'),
    videoCodec: z.string(),
    audioCodec: z.string().nullable(),
    pictures: z
      .object({
        inFile: z
          .int()
          .nonnegative()
          .describe('Pictures that the file promises in the part; key frames only for the fast preset'),
        analyzed: z.int().nonnegative().describe('Those of them that were decoded'),
        missingShare: unit.describe('The ranges of `missing`, of the length that the file promises of the part'),
        missing: z
          .array(z.object(secondsRange))
          .describe(
            'Where less than half of the pictures were decoded; it may lie behind the last frame, where the file is cut short',
          ),
      })
      .describe('What was seen of the file: a picture that was not decoded was not analysed'),
  }),
  options: z.object({
    start: timePoint.nullable().describe('Where the part that was asked for begins; null: at the start of the video'),
    end: timePoint.nullable().describe('Where it ends; null: at the end of the video'),
    preset: z.enum(['fast', 'balanced', 'accurate']),
    sampleFps: z.number().positive(),
    sensitivity: z.number().min(0).max(1).describe('Transitions less sure than 1 - sensitivity were left out'),
    breaks: z
      .object({
        count: z.int().nonnegative().nullable(),
        perHour: z.number().positive().nullable(),
        spacingSeconds: z.number().positive().nullable(),
        noBreakZones: z.array(z.object(secondsRange)),
      })
      .describe('What was asked of the story breaks; null: chosen automatically'),
    policy: policySchema,
  }),
  models: z.array(identitySchema).describe('Networks that saw the frames'),
  heads: z.array(identitySchema).describe('Heads that read classes off the embedding of the first network'),
  brandIndex: indexIdentitySchema.nullable().describe('null: no brands were searched for'),
  catalogue: indexIdentitySchema.nullable().describe('null: no products were searched for'),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  shots: z.array(shotSchema).min(1),
  scenes: z.array(sceneSchema).min(1),
  cues: z.array(cueSchema),
  timeline: timelineSchema,
  loudness: loudnessSchema.nullable().describe('null when no sound was measured'),
  frames: z
    .array(z.object({ frame, seconds, labels: z.array(labelSchema) }))
    .describe('What each sampled frame shows by itself; labels of shots, scenes and the video are more reliable'),
  labels: z.array(
    labelSchema.extend({
      id: z.string().nullable().describe('WordNet id or our own; null for classes of a head of your own'),
      iabCategories: z
        .array(z.object({ id: z.string(), name: z.string() }))
        .describe('Of the IAB Content Taxonomy, where one fits'),
      segments: z.array(segmentSchema),
    }),
  ),
  brandSafety: z.object({
    verdict: verdictSchema,
    notSeen: notSeenSchema.nullable().describe('null: enough of the video was seen'),
    restsOn: z
      .array(verdictReasonSchema)
      .describe(
        'Why the verdict is not safe, the worst first; empty where it is, or where it is review only because categories were not assessed or pictures not seen',
      ),
    categories: z.array(safetyCategorySchema),
  }),
  brands: z.array(brandSchema),
  storyBreaks: z.array(storyBreakSchema),
  breakCandidates: z.array(breakCandidateSchema).describe('Moments that were considered for a break, in time order'),
  productListings: z.array(productListingSchema),
  usage: z.object({
    engine: z.string(),
    workers: z.int().positive(),
    chunks: z.int().positive(),
    stages: z.array(z.object({ name: z.string(), wallMs: z.number().nonnegative(), cpuMs: z.number().nonnegative() })),
    framesDecoded: z.int().nonnegative(),
    framesInferred: z.int().nonnegative(),
    bytesRead: z.int().nonnegative(),
    gbSeconds: z.number().nonnegative(),
    estimatedCostUsd: z.number().nonnegative(),
    notes: z.array(z.object({ code: z.string(), message: z.string() })).describe('What happened in this run only'),
  }),
});

export type Report = z.infer<typeof reportSchema>;
export type Label = z.infer<typeof labelSchema>;
export type Segment = z.infer<typeof segmentSchema>;
export type Transition = z.infer<typeof transitionSchema>;
export type Shot = z.infer<typeof shotSchema>;
export type NotSeen = z.infer<typeof notSeenSchema>;
export type Scene = z.infer<typeof sceneSchema>;
export type SceneSafety = z.infer<typeof sceneSafetySchema>;
export type Timeline = z.infer<typeof timelineSchema>;
export type Cue = z.infer<typeof cueSchema>;
export type Loudness = z.infer<typeof loudnessSchema>;
export type SafetyBasis = z.infer<typeof safetyBasisSchema>;
export type VerdictReason = z.infer<typeof verdictReasonSchema>;
export type SafetyCategory = z.infer<typeof safetyCategorySchema>;
export type Tolerance = z.infer<typeof toleranceSchema>;
export type Policy = z.infer<typeof policySchema>;
export type Identity = z.infer<typeof identitySchema>;
export type IndexIdentity = z.infer<typeof indexIdentitySchema>;
export type BrandAppearance = Report['brands'][number];
export type ProductListing = Report['productListings'][number];
export type StoryBreak = z.infer<typeof storyBreakSchema>;
export type BreakCandidate = z.infer<typeof breakCandidateSchema>;
export type Verdict = z.infer<typeof verdictSchema>;
export type Risk = z.infer<typeof riskSchema>;

interface Pictured {
  readonly segments: readonly { readonly thumbnail: string | null }[];
}

/** Paths of all the pictures that lie beside a report, each once, in order of time. */
export const picturePaths = (report: {
  readonly shots: readonly Pick<Shot, 'thumbnail' | 'filmstrip'>[];
  readonly brandSafety: { readonly categories: readonly Pictured[] };
  readonly brands: readonly Pictured[];
  readonly productListings: readonly Pictured[];
}): string[] => {
  const pictured = [...report.brandSafety.categories, ...report.brands, ...report.productListings];
  const paths = [
    ...report.shots.flatMap(({ thumbnail, filmstrip }) => [...filmstrip.map((strip) => strip.thumbnail), thumbnail]),
    ...pictured.flatMap(({ segments }) => segments.map(({ thumbnail }) => thumbnail)),
  ];
  // Names carry the frame at a fixed width: their order is that of time.
  return [...new Set(paths.filter((path) => path !== null))].sort();
};

/** JSON Schema (draft 2020-12) of the report, for readers in other languages. */
export const reportJsonSchema = (): Record<string, unknown> => ({
  $id: 'https://reelsight.dev/schema/report-1.json',
  title: 'Reelsight report',
  ...z.toJSONSchema(reportSchema),
});
