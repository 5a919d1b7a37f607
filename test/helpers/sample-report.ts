import { putInWords } from '../../src/core/classify/basis.ts';
import { CATEGORY_NOTES } from '../../src/core/classify/garm.ts';
import { POLICIES } from '../../src/core/classify/policy.ts';
import { listReasons } from '../../src/core/classify/verdict-reasons.ts';
import { createRandom, type Random } from '../../src/core/math/random.ts';
import { describeTimecode } from '../../src/core/measurements/start-timecode.ts';
import { frameToSeconds, frameToTimecode } from '../../src/core/measurements/timecode.ts';
import {
  type BreakCandidate,
  type Cue,
  type Label,
  type Report,
  reportSchema,
  type SafetyBasis,
  type SafetyCategory,
  SCHEMA_VERSION,
  type Scene,
  type Shot,
  type StoryBreak,
} from '../../src/core/report.ts';
import { describeLabel } from '../../src/core/taxonomy.ts';

export interface SampleOptions {
  readonly name?: string;
  readonly shotCount?: number;
  readonly sceneCount?: number;
  readonly breakCount?: number;
  readonly durationSeconds?: number;
  readonly startSeconds?: number;
  readonly frameRate?: { numerator: number; denominator: number };
  /** The timecode that the file gives its first picture, and the rate that it counts. */
  readonly startTimecode?: string;
  readonly startTimecodeRate?: { numerator: number; denominator: number };
  readonly thumbnails?: boolean;
  readonly audio?: boolean;
  /** Brands and products, which the first models do not search for. */
  readonly appearances?: boolean;
  readonly seed?: number;
}

const CATEGORIES = [
  'Adult & Explicit Sexual Content',
  'Arms & Ammunition',
  'Crime & Harmful Acts',
  'Death, Injury or Military Conflict',
  'Online Piracy',
  'Hate Speech & Acts of Aggression',
  'Obscenity and Profanity',
  'Illegal Drugs, Tobacco, e-cigarettes, Vaping, Alcohol',
  'Spam or Harmful Content',
  'Terrorism',
  'Debated Sensitive Social Issues',
  'Misinformation',
];
const ASSESSED = [
  'Adult & Explicit Sexual Content',
  'Arms & Ammunition',
  'Illegal Drugs, Tobacco, e-cigarettes, Vaping, Alcohol',
];
const NAMES = ['harbour', 'kitchen', 'street', 'forest path', 'beach', 'office', 'bar', 'stadium', 'bridge', 'library'];
/** Those that the table of names knows as places; the others are of a head of one's own. */
const SCENES = ['kitchen', 'street', 'office', 'library'];
const taxonomyOf = (name: string) => (SCENES.includes(name) ? 'everyday' : 'waterside');
/** What the risk of each assessed category was seen by. */
const EVIDENCE = ['Sexy', 'firearms', 'alcohol'];
const TRANSITIONS = ['cut', 'cut', 'cut', 'cut', 'cut', 'dissolve', 'fade', 'wipe'] as const;
const VERDICTS = ['safe', 'safe', 'safe', 'safe', 'review', 'unsafe'] as const;
const RISKS = { safe: 'none', review: 'medium', unsafe: 'high' } as const;

const round = (value: number) => Math.round(value * 1000) / 1000;

/** Splits [0, total) in `count` ranges of uneven length, none empty. */
function splitRange(total: number, count: number, random: Random): number[] {
  const weights = Array.from({ length: count }, () => 0.3 + random());
  const sum = weights.reduce((a, b) => a + b, 0);
  const spare = total - count;
  let used = 0;
  return weights.map((weight, i) => {
    const start = i + Math.floor((used / sum) * spare);
    used += weight;
    return start;
  });
}

const createLabels = (random: Random): Label[] => {
  const first = Math.floor(random() * NAMES.length);
  return [0, 3, 5].map((step, i) => {
    const name = NAMES[(first + step) % NAMES.length]!;
    return { name, taxonomy: taxonomyOf(name), confidence: round(0.9 - 0.22 * i - 0.1 * random()) };
  });
};

/** A report that obeys the schema and its rules (shots tile the video, scenes tile the shots), the same for a seed. */
export function createSampleReport(options: SampleOptions = {}): Report {
  const { shotCount = 48, durationSeconds = 600, startSeconds = 0, seed = 7, audio = true } = options;
  const { sceneCount = Math.min(12, shotCount), frameRate = { numerator: 25, denominator: 1 } } = options;
  const { breakCount = Math.min(5, sceneCount - 1), thumbnails = true, appearances = false } = options;
  const random = createRandom(seed);
  const frameCount = Math.max(shotCount, Math.round((durationSeconds * frameRate.numerator) / frameRate.denominator));
  const grid = { frameRate, startSeconds };
  const { startTimecode = null, startTimecodeRate = null } = options;
  const timecode = describeTimecode(frameRate, { startTimecode, startTimecodeRate });
  const range = (startFrame: number, endFrame: number) => ({
    startFrame,
    endFrame,
    startSeconds: frameToSeconds(startFrame, grid),
    endSeconds: frameToSeconds(endFrame, grid),
    startTimecode: frameToTimecode(startFrame, frameRate, timecode),
    endTimecode: frameToTimecode(endFrame, frameRate, timecode),
  });
  const shotStarts = splitRange(frameCount, shotCount, random);
  const shots = shotStarts.map((start, index): Shot => {
    const end = shotStarts[index + 1] ?? frameCount;
    // A transition lies within the shots on both sides of it.
    const before = start - (shotStarts[index - 1] ?? 0);
    const half = Math.min(8, Math.floor((end - start) / 2), Math.floor(before / 2));
    const wanted = TRANSITIONS[Math.floor(random() * TRANSITIONS.length)]!;
    const type = index === 0 ? 'start' : half < 2 ? 'cut' : wanted;
    const soft = type === 'dissolve' || type === 'fade' || type === 'wipe';
    const transitionIn: Shot['transitionIn'] = soft
      ? { type, startFrame: start - half, endFrame: start + half, confidence: round(0.5 + 0.5 * random()) }
      : { type, startFrame: Math.max(0, start - 1), endFrame: start, confidence: index === 0 ? 1 : 0.98 };
    const keyFrame = Math.floor((start + end) / 2);
    const thumbnail = thumbnails ? thumbnailOf(keyFrame) : null;
    return {
      index,
      ...range(start, end),
      keyFrame,
      thumbnail,
      filmstrip: thumbnail === null ? [] : createFilmstrip(start, end, keyFrame, thumbnail),
      transitionIn,
      labels: createLabels(random),
    };
  });
  const sceneStarts = splitRange(shotCount, sceneCount, random);
  const scenes = sceneStarts.map((firstShot, index): Scene => {
    const lastShot = (sceneStarts[index + 1] ?? shotCount) - 1;
    const verdict = VERDICTS[Math.floor(random() * VERDICTS.length)]!;
    const risk = RISKS[verdict];
    const category = ASSESSED[Math.floor(random() * ASSESSED.length)]!;
    return {
      index,
      firstShot,
      lastShot,
      ...range(shots[firstShot]!.startFrame, shots[lastShot]!.endFrame),
      boundaryStrength: index === 0 ? 0 : round(0.3 + 0.7 * random()),
      labels: createLabels(random),
      safety: {
        verdict,
        risk,
        notSeen: null,
        reasons: verdict === 'safe' ? [] : [{ category, risk, confidence: round(0.5 + 0.5 * random()) }],
      },
    };
  });
  const storyBreaks = createBreaks(scenes, breakCount, random);
  return reportSchema.parse({
    schemaVersion: SCHEMA_VERSION,
    id: 'a3f9c2d47b10',
    video: {
      name: options.name ?? 'harbour-documentary.mp4',
      sizeBytes: 184_320_117,
      startSeconds,
      durationSeconds: frameToSeconds(frameCount, { frameRate, startSeconds: 0 }),
      frameCount,
      part: {
        ...{ startFrame: 0, endFrame: frameCount, startSeconds },
        endSeconds: frameToSeconds(frameCount, { frameRate, startSeconds }),
      },
      frameRate,
      timecode,
      width: 1920,
      height: 1080,
      displayWidth: 1920,
      displayHeight: 1080,
      rotationDegrees: 0,
      videoCodec: 'h264',
      audioCodec: audio ? 'aac' : null,
      pictures: { inFile: frameCount, analyzed: frameCount, missingShare: 0, missing: [] },
    },
    options: {
      start: null,
      end: null,
      preset: 'balanced',
      sampleFps: 2,
      sensitivity: 0.5,
      breaks: { count: null, perHour: null, spacingSeconds: null, noBreakZones: [] },
      policy: POLICIES.standard,
    },
    models: [{ name: 'safety', sha256: '5f'.repeat(32) }],
    heads: [
      { name: 'waterside', sha256: '6a'.repeat(32) },
      { name: 'sensitive', sha256: '7b'.repeat(32) },
    ],
    brandIndex: appearances ? { sha256: '8c'.repeat(32), items: 3 } : null,
    catalogue: appearances ? { sha256: '9d'.repeat(32), items: 40 } : null,
    warnings: audio ? [] : [{ code: 'no-audio', message: 'The video has no audio, so silence was not searched for.' }],
    shots,
    scenes,
    cues: createCues(scenes, audio),
    timeline: createTimeline(shots, frameCount, audio, random),
    loudness: audio ? { integratedLufs: -23.1, rangeLu: 6.4, truePeakDbtp: -1.8 } : null,
    frames: shots.map(({ keyFrame, startSeconds: seconds, labels }) => ({ frame: keyFrame, seconds, labels })),
    labels: collectLabels(scenes),
    brandSafety: createBrandSafety(scenes, shots),
    brands: appearances
      ? [
          { name: 'Acme <Cola>', ...createAppearance(scenes.slice(0, 1), shots) },
          { name: 'Northwind', ...createAppearance(scenes.slice(2, 9), shots) },
        ].filter(({ segments }) => segments.length > 0)
      : [],
    storyBreaks,
    breakCandidates: createBreakCandidates(scenes, storyBreaks),
    productListings: appearances
      ? [
          {
            productId: 'sku-1',
            title: 'Enamel mug, "Harbour"',
            url: 'https://shop.example/mug?a=1&b=2',
            imageUrl: 'https://shop.example/mug.jpg',
            ...createAppearance(scenes.slice(0, 1), shots),
          },
          {
            productId: 'sku-2',
            title: 'Trap',
            url: 'javascript:alert(1)',
            imageUrl: null,
            ...createAppearance(scenes.slice(0, 1), shots),
          },
        ]
      : [],
    usage: {
      engine: 'local',
      workers: 2,
      chunks: 4,
      stages: [
        { name: 'plan', wallMs: 210, cpuMs: 120 },
        { name: 'analyze', wallMs: 48_210, cpuMs: 91_400 },
        { name: 'assemble', wallMs: 820, cpuMs: 800 },
      ],
      framesDecoded: frameCount,
      framesInferred: Math.round(durationSeconds * 2),
      bytesRead: 184_320_117,
      gbSeconds: 96.4,
      estimatedCostUsd: 0.00161,
      notes: [],
    },
  });
}

const thumbnailOf = (frame: number) => `thumbnails/frame-${String(frame).padStart(7, '0')}.jpg`;

/** First, key and last picture; a shot of a few frames has one. */
function createFilmstrip(start: number, end: number, keyFrame: number, thumbnail: string): Shot['filmstrip'] {
  const beside = (frame: number) => ({ frame, thumbnail: thumbnailOf(frame) });
  const key = { frame: keyFrame, thumbnail };
  return end - start < 50 ? [key] : [beside(start + 5), key, beside(end - 5)];
}

/** Low where nothing changes, high in transitions. */
function createTimeline(
  shots: readonly Shot[],
  frameCount: number,
  audio: boolean,
  random: Random,
): Report['timeline'] {
  const framesPerPoint = Math.ceil(frameCount / 2000);
  const shotChange = Array.from({ length: Math.ceil(frameCount / framesPerPoint) }, () => round(0.1 * random() ** 4));
  for (const { startFrame, transitionIn } of shots.slice(1))
    shotChange[Math.floor(startFrame / framesPerPoint)] = transitionIn.confidence;
  const loudness = shotChange.map((_, point) => (audio ? round(-23 + 6 * Math.sin(point / 20)) : null));
  return { framesPerPoint, shotChange, loudness };
}

function createBreaks(scenes: readonly Scene[], count: number, random: Random): StoryBreak[] {
  const step = Math.max(1, Math.floor((scenes.length - 1) / Math.max(1, count)));
  return Array.from({ length: Math.min(count, scenes.length - 1) }, (_, index) => {
    const after = scenes[Math.min(scenes.length - 1, 1 + index * step)]!;
    const before = scenes[after.index - 1]!;
    const black = random() > 0.6 ? 1 : 0;
    return {
      index,
      frame: after.startFrame,
      seconds: after.startSeconds,
      timecode: after.startTimecode,
      score: round(0.4 + 0.6 * random()),
      reasons: [
        { signal: 'scene-change', value: after.boundaryStrength, weight: 0.45 },
        { signal: 'silence', value: round(random()), weight: 0.25 },
        { signal: 'blank-picture', value: black, weight: 0.2 },
        { signal: 'content-change', value: round(random()), weight: 0.1 },
        { signal: 'crowded', value: round(random()), weight: -0.2 },
      ],
      safe: before.safety.verdict !== 'unsafe' && after.safety.verdict !== 'unsafe',
      sceneBefore: before.index,
      sceneAfter: after.index,
    };
  });
}

/** Every start of a scene: what is not a break was too close to one, too low, or beside something unsafe. */
function createBreakCandidates(scenes: readonly Scene[], breaks: readonly StoryBreak[]): BreakCandidate[] {
  const others = ['low-score', 'too-close', 'unsafe-neighbour', 'no-break-zone', 'loud', 'not-needed'] as const;
  return scenes.slice(1).map(({ index, startFrame, startSeconds, boundaryStrength }) => {
    const chosen = breaks.find(({ frame }) => frame === startFrame);
    return {
      frame: startFrame,
      seconds: startSeconds,
      score: chosen?.score ?? round(0.5 * boundaryStrength),
      outcome: chosen ? 'chosen' : others[index % others.length]!,
    };
  });
}

function createCues(scenes: readonly Scene[], audio: boolean): Cue[] {
  const types = audio
    ? (['black', 'silence', 'freeze', 'white', 'color-bars', 'slate', 'end-credits'] as const)
    : (['black'] as const);
  return scenes.slice(0, -1).map((scene, i) => {
    const length = Math.min(1.2, (scene.endSeconds - scene.startSeconds) / 4);
    return {
      type: types[i % types.length]!,
      startSeconds: round(scene.endSeconds - length),
      endSeconds: scene.endSeconds,
    };
  });
}

const toSegment = (scene: Scene, confidence: number) => ({
  startSeconds: scene.startSeconds,
  endSeconds: scene.endSeconds,
  confidence,
});

/** The picture of the scene's first shot. */
const pictureOf = (scene: Scene, shots: readonly Shot[]) => {
  const { keyFrame, thumbnail } = shots[scene.firstShot]!;
  return { frame: keyFrame, thumbnail };
};

const createAppearance = (scenes: readonly Scene[], shots: readonly Shot[]) => ({
  confidence: 0.84,
  screenTimeSeconds: round(scenes.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0)),
  evidence: { frames: 5, features: 23 },
  segments: scenes.map((scene, i) => ({
    ...toSegment(scene, round(0.84 - i / 12)),
    ...pictureOf(scene, shots),
    box: { left: 0.2, top: 0.3, right: 0.45, bottom: 0.7 },
  })),
});

/** A label of the whole video. */
export const createVideoLabel = (
  label: Label,
  segments: Report['labels'][number]['segments'] = [],
): Report['labels'][number] => {
  const described = describeLabel(label.taxonomy, label.name);
  return { ...label, id: described?.id ?? null, iabCategories: [...(described?.iabCategories ?? [])], segments };
};

function collectLabels(scenes: readonly Scene[]): Report['labels'] {
  const byName = new Map<string, Report['labels'][number]>();
  for (const scene of scenes) {
    for (const { name, taxonomy, confidence } of scene.labels) {
      const label = byName.get(name) ?? createVideoLabel({ name, taxonomy, confidence });
      label.confidence = Math.max(label.confidence, confidence);
      label.segments.push(toSegment(scene, confidence));
      byName.set(name, label);
    }
  }
  return [...byName.values()].sort((a, b) => b.confidence - a.confidence);
}

function createBrandSafety(scenes: readonly Scene[], shots: readonly Shot[]): Report['brandSafety'] {
  const categories = CATEGORIES.map((category): Report['brandSafety']['categories'][number] => {
    if (!ASSESSED.includes(category)) {
      const nobody = { risk: null, verdict: null, peakConfidence: null, notAssessed: [], segments: [], model: null };
      return { category, status: 'not-assessed', ...nobody, note: 'No network or head of this analysis covers it.' };
    }
    const hits = scenes.filter(({ safety }) => safety.reasons.some((reason) => reason.category === category));
    const confidences = hits.map(({ safety }) => safety.reasons[0]!.confidence);
    const risk = hits.some(({ safety }) => safety.risk === 'high') ? 'high' : hits.length > 0 ? 'medium' : 'none';
    return {
      category,
      status: 'assessed',
      risk,
      verdict: risk === 'high' ? 'unsafe' : risk === 'medium' ? 'review' : 'safe',
      peakConfidence: confidences.length > 0 ? Math.max(...confidences) : 0.08,
      notAssessed: [],
      segments: hits.map((scene, i) => ({
        ...toSegment(scene, confidences[i]!),
        ...pictureOf(scene, shots),
        risk: scene.safety.risk,
        verdict: scene.safety.verdict,
        evidence: EVIDENCE[ASSESSED.indexOf(category)]!,
        basis: createBasis(
          scene.endSeconds - scene.startSeconds,
          confidences[i]!,
          EVIDENCE[ASSESSED.indexOf(category)]!,
        ),
      })),
      model: 'safety',
      note: CATEGORY_NOTES[category] ?? null,
    };
  });
  const verdicts = scenes.map(({ safety }) => safety.verdict);
  const verdict = verdicts.includes('unsafe') ? 'unsafe' : verdicts.includes('review') ? 'review' : 'safe';
  return { verdict, notSeen: null, restsOn: listReasons(categories), categories };
}

/** Two samples a second, of which all but the last agree. */
const createBasis = (seconds: number, confidence: number, evidence: string): SafetyBasis => {
  const samples = Math.max(1, Math.round(2 * seconds));
  const agreeing = Math.max(1, samples - 1);
  const counts = { samples, agreeing, pictures: samples, seconds, confidence };
  const basis = { source: 'safety', sourceKind: 'network' as const, ...counts };
  return { ...basis, text: putInWords(evidence, basis) };
};

type SafetySegment = SafetyCategory['segments'][number];

/** A segment of a category of brand safety, with what a test does not name filled in. */
export const createSafetySegment = (
  part: Pick<SafetySegment, 'startSeconds' | 'endSeconds' | 'confidence' | 'risk' | 'evidence'>,
): SafetySegment => ({
  ...{ verdict: 'review', frame: 0, thumbnail: null },
  ...part,
  basis: createBasis(part.endSeconds - part.startSeconds, part.confidence, part.evidence),
});

/** The same report of a file whose pictures from second 2 to 5 could not be decoded. */
export function withMissingPictures(report: Report): Report {
  const text = '3.0 s of 600.0 s of the pictures could not be decoded';
  const notSeen = { seconds: 3, ofSeconds: 600, text };
  const missing = [{ startSeconds: report.video.startSeconds + 2, endSeconds: report.video.startSeconds + 5 }];
  const { inFile } = report.video.pictures;
  return reportSchema.parse({
    ...report,
    video: { ...report.video, pictures: { inFile, analyzed: inFile - 75, missingShare: 0.005, missing } },
    scenes: report.scenes.map((scene, i) => (i === 0 ? { ...scene, safety: { ...scene.safety, notSeen } } : scene)),
    brandSafety: { ...report.brandSafety, notSeen },
  });
}

/** The smallest picture that a browser shows: a blue JPEG of 16 x 8. */
export const TINY_JPEG: Uint8Array = Buffer.from(
  '/9j/4AAQSkZJRgABAgAAAQABAAD/2wBDAAg+Pkk+SVVVVVVVVWRdZGhoaGRkZGRoaGhwcHCDg4NwcHBoaHBwfHyDg4+Tj4eHg4eTk5ubm7q6srLZ2eD' +
    '/////xABLAAEBAAAAAAAAAAAAAAAAAAAABAEBAAAAAAAAAAAAAAAAAAAABRABAAAAAAAAAAAAAAAAAAAAABEBAAAAAAAAAAAAAAAAAAAAAP/AABEI' +
    'AAgAEAMBIgACEQADEQD/2gAMAwEAAhEDEQA/AIQD4l//2Q==',
  'base64',
);

/** A picture for each path that the report names. */
export const createSampleThumbnails = (report: Report, toJpeg = (_shot: Shot) => TINY_JPEG): Map<string, Uint8Array> =>
  new Map(report.shots.flatMap((shot) => shot.filmstrip.map(({ thumbnail }) => [thumbnail, toJpeg(shot)] as const)));

/** Names that break careless escaping. */
export const HOSTILE_NAMES = [
  '<img src=x onerror=alert(1)>.mp4',
  '</script><script>alert(1)</script>.mp4',
  'line one\nline two\r\n* FROM CLIP NAME: other\u2028.mp4',
  '"quoted", \'single\' & =HYPERLINK("http://x")\\;#.mp4',
  '=1+1.mp4',
  'ünïcödé 影片 \u202egpj.4pm --> ]]> \u0000.mp4',
  'lone \ud800 surrogate.mp4',
];
