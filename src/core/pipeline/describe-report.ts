import { roundConfidence } from '../math/round.ts';
import { countMissing, type PictureCoverage } from '../measurements/picture-coverage.ts';
import { describeTimecode } from '../measurements/start-timecode.ts';
import type { Timebase } from '../measurements/timebase.ts';
import { type FrameGrid, frameToSeconds, frameToTimecode } from '../measurements/timecode.ts';
import { describeBrands, describeProducts } from '../recognition/describe-appearances.ts';
import { type Report, SCHEMA_VERSION } from '../report.ts';
import type { Decisions } from './decisions.ts';
import { thumbnailName } from './keep-pictures.ts';
import { placeMissing } from './place-in-file.ts';
import type { Plan } from './plan.ts';

/**
 * Puts what was decided into the shape of the report; decides nothing.
 *
 * @param decisions in the file's frames
 * @param pictures frames of the file whose pictures were kept
 * @param coverage of the part
 * @param warnings what to know of the video; those about breaks are added
 */
export function describeReport(
  plan: Plan,
  decisions: Decisions,
  pictures: ReadonlySet<number>,
  coverage: PictureCoverage,
  warnings: Report['warnings'],
): Omit<Report, 'usage'> {
  const { grid, shots, scenes, labels, safety, indexes, appearances, breaks } = decisions;
  const timecode = describeTimecode(grid.frameRate, plan.probe);
  const thumbnailOf = (frame: number) => (pictures.has(frame) ? thumbnailName(frame) : null);
  return {
    schemaVersion: SCHEMA_VERSION,
    id: plan.id,
    video: describeVideo(plan, grid, timecode, coverage),
    options: plan.options,
    models: plan.models,
    heads: plan.heads,
    brandIndex: plan.brandIndex,
    catalogue: plan.catalogue,
    warnings: [...warnings, ...breaks.warnings],
    shots: shots.map((shot, index) => ({
      index,
      ...describeRange(shot.startFrame, shot.endFrame, grid, timecode),
      keyFrame: decisions.keyFrames[index]!,
      thumbnail: thumbnailOf(decisions.keyFrames[index]!),
      filmstrip: decisions.filmstrips[index]!.flatMap((frame) =>
        pictures.has(frame) ? [{ frame, thumbnail: thumbnailName(frame) }] : [],
      ),
      transitionIn: shot.transitionIn,
      labels: labels.shots[index]!,
    })),
    scenes: scenes.map((scene, index) => ({
      index,
      firstShot: scene.firstShot,
      lastShot: scene.lastShot,
      ...describeRange(shots[scene.firstShot]!.startFrame, shots[scene.lastShot]!.endFrame, grid, timecode),
      boundaryStrength: scene.boundaryStrength,
      labels: labels.scenes[index]!,
      safety: safety.scenes[index]!,
    })),
    cues: decisions.cues,
    timeline: decisions.timeline,
    loudness: decisions.loudness,
    frames: decisions.frames.map((frame, i) => ({
      frame,
      seconds: frameToSeconds(frame, grid),
      labels: labels.samples[i]!,
    })),
    labels: labels.video,
    brandSafety: {
      verdict: safety.verdict,
      notSeen: safety.notSeen,
      restsOn: safety.restsOn,
      categories: safety.categories.map((category) => ({
        ...category,
        segments: category.segments.map((segment) => ({ ...segment, thumbnail: thumbnailOf(segment.frame) })),
      })),
    },
    brands: describeBrands(appearances.brands, indexes.brands, thumbnailOf),
    storyBreaks: breaks.breaks.map((storyBreak) => ({
      ...storyBreak,
      timecode: frameToTimecode(storyBreak.frame, grid.frameRate, timecode),
    })),
    breakCandidates: breaks.candidates,
    productListings: describeProducts(appearances.products, indexes.products, thumbnailOf),
  };
}

/** A half open range of frames in all of the report's units. */
const describeRange = (startFrame: number, endFrame: number, grid: FrameGrid, timebase: Timebase) => ({
  startFrame,
  endFrame,
  startSeconds: frameToSeconds(startFrame, grid),
  endSeconds: frameToSeconds(endFrame, grid),
  startTimecode: frameToTimecode(startFrame, grid.frameRate, timebase),
  endTimecode: frameToTimecode(endFrame, grid.frameRate, timebase),
});

function describeVideo(
  { video, probe, part }: Plan,
  grid: FrameGrid,
  timecode: Report['video']['timecode'],
  coverage: PictureCoverage,
): Report['video'] {
  // The decode has the last word on where a video ends; behind a part it goes on.
  const frameCount = part.toEnd ? grid.frameCount : probe.frameCount;
  const analyzed = { startFrame: part.startFrame, endFrame: grid.frameCount };
  return {
    name: video.name,
    sizeBytes: video.sizeBytes,
    startSeconds: grid.startSeconds,
    durationSeconds: frameToSeconds(frameCount, { frameRate: grid.frameRate, startSeconds: 0 }),
    frameCount,
    part: {
      ...analyzed,
      startSeconds: frameToSeconds(analyzed.startFrame, grid),
      endSeconds: frameToSeconds(analyzed.endFrame, grid),
    },
    frameRate: grid.frameRate,
    timecode,
    width: probe.width,
    height: probe.height,
    displayWidth: probe.displayWidth,
    displayHeight: probe.displayHeight,
    rotationDegrees: probe.rotationDegrees,
    videoCodec: probe.videoCodec,
    audioCodec: probe.audioCodec,
    pictures: {
      inFile: coverage.inFile,
      analyzed: coverage.analyzed,
      missingShare: roundConfidence(
        countMissing(coverage.missing, { startFrame: 0, endFrame: coverage.frameCount }) / coverage.frameCount,
      ),
      missing: placeMissing(coverage, part.startFrame).map(({ startFrame, endFrame }) => ({
        startSeconds: frameToSeconds(startFrame, grid),
        endSeconds: frameToSeconds(endFrame, grid),
      })),
    },
  };
}
