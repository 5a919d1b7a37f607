import { findStoryBreaks } from '../breaks/find.ts';
import { summariseLabels } from '../classify/labels.ts';
import { assessSafety } from '../classify/safety.ts';
import { createBlankCheck } from '../cues/blank.ts';
import { findCards } from '../cues/cards.ts';
import { findCues } from '../cues/find.ts';
import { describeLoudness } from '../cues/loudness.ts';
import { findStills } from '../cues/stills.ts';
import type { Head } from '../heads/head.ts';
import type { Library } from '../library.ts';
import type { PictureCoverage } from '../measurements/picture-coverage.ts';
import { frameToSeconds } from '../measurements/timecode.ts';
import { isPartOnly } from '../measurements/video-part.ts';
import type { ObjectStore } from '../ports.ts';
import { listAppearances, openIndexes } from '../recognition/list-appearances.ts';
import type { Report } from '../report.ts';
import { groupScenes } from '../scenes/group.ts';
import { detectShots } from '../shots/detect.ts';
import type { Decisions } from './decisions.ts';
import { describeReport } from './describe-report.ts';
import { chooseFilmstrip } from './filmstrip.ts';
import { keepShownFreezes } from './freeze-evidence.ts';
import { type JoinedMeasurements, joinChunks } from './join-chunks.ts';
import { listWarnings } from './join-warnings.ts';
import { keepPictures, thumbnailName } from './keep-pictures.ts';
import { chooseKeyFrame } from './key-frames.ts';
import { measureCoverage } from './measure-coverage.ts';
import type { ModelFacts } from './model-facts.ts';
import { gridOfPart } from './part.ts';
import { describePictureDoubt } from './picture-doubt.ts';
import { placeInFile } from './place-in-file.ts';
import type { Plan } from './plan.ts';
import { readSamples } from './read-samples.ts';
import { analysisKey, type ChunkRecord } from './records.ts';
import { settleDamage } from './settle-damage.ts';
import { drawTimeline } from './timeline.ts';

/** What the join knows beside the measurements. */
export interface AssembleInput {
  readonly plan: Plan;
  readonly records: readonly ChunkRecord[];
  readonly models: readonly ModelFacts[];
  readonly heads: readonly Head[];
  /** Where the plan's indexes lie. */
  readonly library: Library;
  readonly store: ObjectStore;
}

/**
 * Takes every decision that needs to see more than one frame, once, over the whole video: shots, cues, scenes, safety,
 * labels and breaks. Writes the shots' pictures to the store and returns the report without its `usage`.
 */
export async function assemble(input: AssembleInput): Promise<Omit<Report, 'usage'>> {
  const { plan, store } = input;
  const records = settleDamage(
    plan,
    input.records.toSorted((a, b) => a.chunk.index - b.chunk.index),
  );
  const { startFrame } = plan.part;
  const joined = await joinChunks(store, plan.id, records, startFrame);
  const coverage = measureCoverage(plan, records);
  const decisions = await decide(joined, coverage, { ...input, records });
  const { filmstrips, safety, appearances } = decisions;
  const kept = await keepPictures(
    joined,
    new Set([
      ...filmstrips.flat(),
      ...[...safety.categories, ...appearances.brands, ...appearances.products].flatMap(({ segments }) =>
        segments.map(({ frame }) => frame),
      ),
    ]),
    (frame, jpeg) => store.put(analysisKey(plan.id, thumbnailName(startFrame + frame)), jpeg),
  );
  const { frameRate, startSeconds } = plan.probe;
  const fileGrid = { frameRate, startSeconds, frameCount: startFrame + decisions.grid.frameCount };
  return describeReport(
    plan,
    placeInFile(decisions, startFrame, fileGrid),
    new Set([...kept].map((frame) => startFrame + frame)),
    coverage,
    listWarnings(plan, records, decisions.grid, coverage),
  );
}

/**
 * Decides over the part that was asked for, as over a video of its own: its first frame is frame 0. Nothing here depends on
 * where it was cut.
 */
async function decide(
  joined: JoinedMeasurements,
  coverage: PictureCoverage,
  { plan, records, models, heads, library }: AssembleInput,
): Promise<Decisions> {
  const { options, probe, part } = plan;
  const grid = gridOfPart(probe, part, joined.signals.count);
  const { shots, scores } = detectShots(joined.signals, grid.frameRate, 1 - options.sensitivity);
  const keyFrames = shots.map((shot, i) => chooseKeyFrame(shot, shots[i + 1], options.sampleFps, grid.frameRate));
  const filmstrips = shots.map((shot, i) =>
    chooseFilmstrip(shot, shots[i + 1], keyFrames[i]!, options.sampleFps, grid.frameRate),
  );
  const cues = keepShownFreezes(
    findCues(joined.signals, joined.audio, grid),
    coverage,
    grid,
    options.preset === 'fast',
  );
  const { samples, detections, embeddings, labelSources, scoreSources } = await readSamples(
    joined,
    shots,
    models,
    heads,
    createBlankCheck(cues, grid),
  );
  const scenes = groupScenes({ shots, embeddings, cues, cards: findCards(joined.signals, shots), grid });
  const frames = samples.map(({ frame }) => frame);
  // Also where that is usual, as in a slide show: however long it is held, it is one picture.
  const held = findStills(joined.signals, grid).map(({ startFrame, endFrame }) => ({
    startSeconds: frameToSeconds(startFrame, grid),
    endSeconds: frameToSeconds(endFrame, grid),
  }));
  const safety = assessSafety({
    ...{ frames, sources: scoreSources, policy: options.policy, shots, scenes, held, grid, coverage },
    doubt: describePictureDoubt(plan, records, coverage),
  });
  const indexes = await openIndexes(library, plan, detections);
  return {
    grid,
    shots,
    keyFrames: keyFrames.map(({ frame }) => frame),
    filmstrips,
    scenes,
    cues,
    frames,
    labels: summariseLabels({ samples, models: labelSources, shots, scenes, grid }),
    safety,
    indexes,
    appearances: listAppearances({ detections, ...indexes, shots, grid }),
    breaks: findStoryBreaks({
      shots,
      embeddings,
      scenes: scenes.map((scene, i) => ({ ...scene, safety: safety.scenes[i]! })),
      cues,
      audio: joined.audio,
      grid,
      breakOptions: options.breaks,
      whole: isPartOnly(part, probe) ? 'part' : 'video',
    }),
    timeline: drawTimeline(scores, joined.audio, grid),
    loudness: describeLoudness(joined.audio),
  };
}
