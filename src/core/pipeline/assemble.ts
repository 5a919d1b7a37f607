import { findStoryBreaks } from '../breaks/find.ts';
import { summariseLabels } from '../classify/labels.ts';
import { assessSafety } from '../classify/safety.ts';
import { findCues } from '../cues/find.ts';
import { describeLoudness } from '../cues/loudness.ts';
import { type FrameGrid, frameToSeconds, frameToTimecode } from '../media/timecode.ts';
import type { ObjectStore } from '../ports.ts';
import { type Report, SCHEMA_VERSION } from '../report.ts';
import { createShotEmbedder } from '../scenes/embed-shots.ts';
import { groupScenes } from '../scenes/group.ts';
import { detectShots, type ShotSpan } from '../shots/detect.ts';
import { chooseFilmstrip } from './filmstrip.ts';
import { type JoinedMeasurements, joinChunks } from './join-chunks.ts';
import { chooseKeyFrame } from './key-frames.ts';
import type { Plan } from './plan.ts';
import { analysisKey, type ChunkRecord } from './records.ts';
import { drawTimeline } from './timeline.ts';
import { createWriteQueue } from './write-queue.ts';

export interface ModelFacts {
  readonly name: string;
  readonly taxonomy: string;
  readonly classes: readonly string[];
  readonly embeddingSize: number;
}

const thumbnailName = (frame: number): string => `thumbnails/frame-${String(frame).padStart(7, '0')}.jpg`;

/**
 * Takes every decision that needs to see more than one frame, once, over the whole video: shots, cues, scenes, safety,
 * labels and breaks. Writes the shots' pictures to the store and returns the report without its `usage`.
 */
export async function assemble(input: {
  plan: Plan;
  records: readonly ChunkRecord[];
  models: readonly ModelFacts[];
  store: ObjectStore;
}): Promise<Omit<Report, 'usage'>> {
  const { plan, store, models } = input;
  const { probe } = plan;
  const records = input.records.toSorted((a, b) => a.chunk.index - b.chunk.index);
  const joined = await joinChunks(store, plan.id, records);
  const grid: FrameGrid = {
    frameRate: probe.frameRate,
    startSeconds: probe.startSeconds,
    frameCount: joined.signals.count,
  };
  const { shots, scores } = detectShots(joined.signals, grid.frameRate);
  const keyFrames = shots.map((shot, i) => chooseKeyFrame(shot, shots[i + 1], plan.options.sampleFps, grid.frameRate));
  const filmstrips = shots.map((shot, i) =>
    chooseFilmstrip(shot, shots[i + 1], keyFrames[i]!, plan.options.sampleFps, grid.frameRate),
  );
  const cues = findCues(joined.signals, joined.audio, grid);
  const { samples, embeddings, thumbnails } = await readSamples(joined, shots, filmstrips, models, plan, store);
  const scenes = groupScenes({ shots, embeddings, cues, grid });
  const safetyModel = models[0]!;
  const safety = assessSafety({
    samples: samples.map(({ frame, scores }) => ({ frame, scores: scores[0]! })),
    classes: safetyModel.classes,
    modelName: safetyModel.name,
    shots,
    scenes,
    grid,
  });
  const labels = summariseLabels({ samples, models, shots, scenes, grid });
  const found = findStoryBreaks({
    shots,
    embeddings,
    scenes: scenes.map((scene, i) => ({ ...scene, safety: safety.scenes[i]! })),
    cues,
    audio: joined.audio,
    grid,
    wishes: plan.options.breaks,
  });
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
    warnings: [...plan.warnings, ...findJoinWarnings(plan, records, joined), ...found.warnings],
    shots: shots.map((shot, index) => ({
      index,
      ...place(shot.startFrame, shot.endFrame),
      keyFrame: keyFrames[index]!.frame,
      thumbnail: thumbnails.has(keyFrames[index]!.frame) ? thumbnailName(keyFrames[index]!.frame) : null,
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
    labels: labels.video,
    brandSafety: safety.brandSafety,
    brands: [],
    storyBreaks: found.breaks,
    breakCandidates: found.candidates,
    productListings: [],
  };
}

/** A store far away takes a moment for each picture. */
const WRITES_AT_ONCE = 16;

/** One pass over the samples: scores stay, embeddings are folded into shots, the filmstrips' pictures go to the store. */
async function readSamples(
  joined: JoinedMeasurements,
  shots: readonly ShotSpan[],
  filmstrips: readonly (readonly number[])[],
  models: readonly ModelFacts[],
  plan: Plan,
  store: ObjectStore,
) {
  const wanted = new Set(filmstrips.flat());
  const embedder = createShotEmbedder(shots, models[0]!.embeddingSize);
  const samples: { frame: number; scores: readonly Float32Array[] }[] = [];
  const thumbnails = new Set<number>();
  const pictures = createWriteQueue(WRITES_AT_ONCE);
  for await (const { frame, scores, embedding, thumbnail } of joined.samples()) {
    samples.push({ frame, scores });
    embedder.push(frame, embedding);
    if (!wanted.has(frame)) continue;
    await pictures.add(() => store.put(analysisKey(plan.id, thumbnailName(frame)), thumbnail));
    thumbnails.add(frame);
  }
  await pictures.finish();
  return { samples, embeddings: embedder.finish(), thumbnails };
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
