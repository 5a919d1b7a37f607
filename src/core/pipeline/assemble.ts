import { findStoryBreaks } from '../breaks/find.ts';
import { summariseLabels } from '../classify/labels.ts';
import { assessSafety } from '../classify/safety.ts';
import { createBlankCheck } from '../cues/blank.ts';
import { findCards } from '../cues/cards.ts';
import { findCues } from '../cues/find.ts';
import { describeLoudness } from '../cues/loudness.ts';
import type { Head } from '../heads/head.ts';
import type { Library } from '../library.ts';
import { type FrameGrid, frameToSeconds, frameToTimecode } from '../measurements/timecode.ts';
import type { ObjectStore } from '../ports.ts';
import { describeBrands, describeProducts } from '../recognition/describe-appearances.ts';
import { listAppearances, openIndexes } from '../recognition/list-appearances.ts';
import { type Report, SCHEMA_VERSION } from '../report.ts';
import { groupScenes } from '../scenes/group.ts';
import { detectShots } from '../shots/detect.ts';
import { chooseFilmstrip } from './filmstrip.ts';
import { type JoinedMeasurements, joinChunks } from './join-chunks.ts';
import { chooseKeyFrame } from './key-frames.ts';
import type { ModelFacts } from './model-facts.ts';
import type { Plan } from './plan.ts';
import { readSamples } from './read-samples.ts';
import { analysisKey, type ChunkRecord } from './records.ts';
import { drawTimeline } from './timeline.ts';
import { createWriteQueue } from './write-queue.ts';

const thumbnailName = (frame: number): string => `thumbnails/frame-${String(frame).padStart(7, '0')}.jpg`;

/**
 * Takes every decision that needs to see more than one frame, once, over the whole video: shots, cues, scenes, safety,
 * labels and breaks. Writes the shots' pictures to the store and returns the report without its `usage`.
 */
export async function assemble(input: {
  plan: Plan;
  records: readonly ChunkRecord[];
  models: readonly ModelFacts[];
  heads: readonly Head[];
  /** Where the plan's indexes lie. */
  library: Library;
  store: ObjectStore;
}): Promise<Omit<Report, 'usage'>> {
  const { plan, store, models, heads, library } = input;
  const { probe } = plan;
  const records = input.records.toSorted((a, b) => a.chunk.index - b.chunk.index);
  const joined = await joinChunks(store, plan.id, records);
  const grid: FrameGrid = {
    frameRate: probe.frameRate,
    startSeconds: probe.startSeconds,
    frameCount: joined.signals.count,
  };
  const { shots, scores } = detectShots(joined.signals, grid.frameRate, 1 - plan.options.sensitivity);
  const keyFrames = shots.map((shot, i) => chooseKeyFrame(shot, shots[i + 1], plan.options.sampleFps, grid.frameRate));
  const filmstrips = shots.map((shot, i) =>
    chooseFilmstrip(shot, shots[i + 1], keyFrames[i]!, plan.options.sampleFps, grid.frameRate),
  );
  const cues = findCues(joined.signals, joined.audio, grid);
  const { samples, sightings, embeddings, labelSources, scoreSources } = await readSamples(
    joined,
    shots,
    models,
    heads,
    createBlankCheck(cues, grid),
  );
  const scenes = groupScenes({ shots, embeddings, cues, cards: findCards(joined.signals, shots), grid });
  const frames = samples.map(({ frame }) => frame);
  const { policy } = plan.options;
  const held = cues.filter(({ type }) => type === 'freeze');
  const safety = assessSafety({ frames, sources: scoreSources, policy, shots, scenes, held, grid });
  const labels = summariseLabels({ samples, models: labelSources, shots, scenes, grid });
  const indexes = await openIndexes(library, plan, sightings);
  const appearances = listAppearances({ sightings, ...indexes, shots, grid });
  const found = findStoryBreaks({
    shots,
    embeddings,
    scenes: scenes.map((scene, i) => ({ ...scene, safety: safety.scenes[i]! })),
    cues,
    audio: joined.audio,
    grid,
    wishes: plan.options.breaks,
  });
  const thumbnails = await keepPictures(
    joined,
    new Set([
      ...filmstrips.flat(),
      ...[...safety.categories, ...appearances.brands, ...appearances.products].flatMap(({ segments }) =>
        segments.map(({ frame }) => frame),
      ),
    ]),
    (frame, jpeg) => store.put(analysisKey(plan.id, thumbnailName(frame)), jpeg),
  );
  const thumbnailOf = (frame: number) => (thumbnails.has(frame) ? thumbnailName(frame) : null);
  const place = (startFrame: number, endFrame: number) => ({
    startFrame,
    endFrame,
    startSeconds: frameToSeconds(startFrame, grid),
    endSeconds: frameToSeconds(endFrame, grid),
    startTimecode: frameToTimecode(startFrame, grid.frameRate),
    endTimecode: frameToTimecode(endFrame, grid.frameRate),
  });
  return {
    schemaVersion: SCHEMA_VERSION,
    id: plan.id,
    video: describeVideo(plan, grid),
    options: plan.options,
    models: plan.models,
    heads: plan.heads,
    brandIndex: plan.brandIndex,
    catalogue: plan.catalogue,
    warnings: [...plan.warnings, ...findJoinWarnings(plan, records, joined), ...found.warnings],
    shots: shots.map((shot, index) => ({
      index,
      ...place(shot.startFrame, shot.endFrame),
      keyFrame: keyFrames[index]!.frame,
      thumbnail: thumbnailOf(keyFrames[index]!.frame),
      filmstrip: filmstrips[index]!.flatMap((frame) =>
        thumbnails.has(frame) ? [{ frame, thumbnail: thumbnailName(frame) }] : [],
      ),
      transitionIn: shot.transitionIn,
      labels: labels.shots[index]!,
    })),
    scenes: scenes.map((scene, index) => ({
      index,
      firstShot: scene.firstShot,
      lastShot: scene.lastShot,
      ...place(shots[scene.firstShot]!.startFrame, shots[scene.lastShot]!.endFrame),
      boundaryStrength: scene.boundaryStrength,
      labels: labels.scenes[index]!,
      safety: safety.scenes[index]!,
    })),
    cues,
    timeline: drawTimeline(scores, joined.audio, grid),
    loudness: describeLoudness(joined.audio),
    frames: frames.map((frame, i) => ({ frame, seconds: frameToSeconds(frame, grid), labels: labels.samples[i]! })),
    labels: labels.video,
    brandSafety: {
      verdict: safety.verdict,
      restsOn: safety.restsOn,
      categories: safety.categories.map((category) => ({
        ...category,
        segments: category.segments.map((segment) => ({ ...segment, thumbnail: thumbnailOf(segment.frame) })),
      })),
    },
    brands: describeBrands(appearances.brands, indexes.brands, thumbnailOf),
    storyBreaks: found.breaks,
    breakCandidates: found.candidates,
    productListings: describeProducts(appearances.products, indexes.products, thumbnailOf),
  };
}

/** A store far away takes a moment for each picture. */
const WRITES_AT_ONCE = 16;

/** Writes the pictures of these frames and says of which there were any. */
async function keepPictures(
  joined: JoinedMeasurements,
  wanted: ReadonlySet<number>,
  write: (frame: number, jpeg: Uint8Array) => Promise<void>,
): Promise<ReadonlySet<number>> {
  const kept = new Set<number>();
  const queue = createWriteQueue(WRITES_AT_ONCE);
  for await (const { frame, thumbnail } of joined.pictures(wanted)) {
    await queue.add(() => write(frame, thumbnail));
    kept.add(frame);
  }
  await queue.finish();
  return kept;
}

function describeVideo({ video, probe }: Plan, grid: FrameGrid): Report['video'] {
  return {
    name: video.name,
    sizeBytes: video.sizeBytes,
    startSeconds: grid.startSeconds,
    durationSeconds: frameToSeconds(grid.frameCount, { frameRate: grid.frameRate, startSeconds: 0 }),
    frameCount: grid.frameCount,
    frameRate: grid.frameRate,
    width: probe.width,
    height: probe.height,
    displayWidth: probe.displayWidth,
    displayHeight: probe.displayHeight,
    rotationDegrees: probe.rotationDegrees,
    videoCodec: probe.videoCodec,
    audioCodec: probe.audioCodec,
  };
}

/** The last frame's length is a matter of opinion between containers and decoders; more than this is loss. */
const MISSING_SECONDS = 1;

function findJoinWarnings(
  plan: Plan,
  records: readonly ChunkRecord[],
  { signals, audio }: JoinedMeasurements,
): Report['warnings'] {
  const warnings: Report['warnings'] = [];
  const { frameRate, audioStream, frameCount } = plan.probe;
  if (audioStream !== null && audio === null)
    warnings.push({
      code: 'sound-not-measured',
      message: 'The sound changes its format on the way and was not measured: silences and loudness are not known.',
    });
  if (records.some(({ isDamaged }) => isDamaged))
    warnings.push({
      code: 'damaged',
      message: 'Parts of the file are damaged: pictures or sound there are missing or wrong. The rest was analysed.',
    });
  const missing = frameCount - signals.count;
  if ((missing * frameRate.denominator) / frameRate.numerator > MISSING_SECONDS)
    warnings.push({
      code: 'undecodable-end',
      message: `The last ${missing} frames could not be decoded. What comes before them was analysed.`,
    });
  return warnings;
}
