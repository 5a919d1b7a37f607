import type { AudioLevels } from '../measurements/sound-measurement.ts';
import type { ShotSpan } from '../measurements/spans.ts';
import { type FrameGrid, frameToSeconds, secondsToFrame } from '../measurements/timecode.ts';
import type { Cue } from '../report.ts';
import { createMomentFinder, type FrameChoice } from './moment.ts';

/** How far a silence may lie from a transition and still belong to it. */
const SILENCE_NEAR_SECONDS = 0.5;
/** A blank picture must touch its transition, give or take what a codec smears: one inside the shot is a flash. */
const BLANK_NEAR_SECONDS = 0.1;

/** A moment at which the story might be interrupted. */
export interface PossibleBreak {
  readonly frame: number;
  readonly seconds: number;
  /** The shot that begins here. */
  readonly shot: number;
  /** What the moment parts: the last frame before it, and the first after it, and after its blank picture. */
  readonly beforeFrame: number;
  readonly afterFrame: number;
  /** The scenes on either side of the moment and of its blank picture: the same one inside a scene. */
  readonly sceneBefore: number;
  readonly sceneAfter: number;
  /** Of the scene that begins here; 0 inside a scene. */
  readonly boundaryStrength: number;
  /** The black or white picture at the transition, and the silence around it. */
  readonly blank: Cue | null;
  readonly silence: Cue | null;
}

/**
 * Every start of a shot but the first, in time order. The moment at a cut is the first frame of the new shot. In a blank
 * picture or a gradual transition it is the frame at the quietest point of the sound (`createMomentFinder`): both sides
 * of a blank picture would otherwise flash up around what is inserted. A silence only marks a moment: its middle may lie
 * some frames off the cut. Two transitions at one blank picture (into it and out of it) are one candidate with the
 * stronger's evidence.
 */
export function findCandidates(input: {
  shots: readonly ShotSpan[];
  scenes: readonly { readonly firstShot: number; readonly lastShot: number; readonly boundaryStrength: number }[];
  cues: readonly Cue[];
  audio: AudioLevels | null;
  grid: FrameGrid;
}): PossibleBreak[] {
  const { shots, scenes, cues, audio, grid } = input;
  const blanks = cues.filter(({ type }) => type === 'black' || type === 'white');
  const silences = cues.filter(({ type }) => type === 'silence');
  const findMoment = createMomentFinder(audio, grid);
  const sceneAt = createSceneFinder(scenes, shots);
  const candidates = new Map<number, PossibleBreak>();
  scenes.forEach((scene, sceneIndex) => {
    for (let shot = scene.firstShot; shot <= scene.lastShot; shot++) {
      if (shot === 0) continue;
      const { transitionIn, startFrame } = shots[shot];
      const startSeconds = frameToSeconds(Math.min(transitionIn.startFrame, startFrame), grid);
      const endSeconds = frameToSeconds(Math.max(transitionIn.endFrame, startFrame), grid);
      const blank = longestOverlap(blanks, startSeconds - BLANK_NEAR_SECONDS, endSeconds + BLANK_NEAR_SECONDS);
      const choice = blank ? framesOf(blank, grid) : framesOfTransition(shots[shot]);
      const frame = findMoment(choice);
      const candidate: PossibleBreak = {
        frame,
        seconds: frameToSeconds(frame, grid),
        shot,
        beforeFrame: Math.max(0, Math.min(startFrame, choice.firstFrame) - 1),
        afterFrame: Math.min(grid.frameCount - 1, Math.max(startFrame, choice.lastFrame)),
        sceneBefore: sceneAt(Math.min(startFrame, blank ? choice.firstFrame : startFrame) - 1),
        sceneAfter: sceneAt(Math.max(startFrame, blank ? choice.lastFrame : startFrame)),
        boundaryStrength: shot === scene.firstShot && sceneIndex > 0 ? scene.boundaryStrength : 0,
        blank,
        silence: longestOverlap(silences, startSeconds - SILENCE_NEAR_SECONDS, endSeconds + SILENCE_NEAR_SECONDS),
      };
      const rival = candidates.get(frame);
      candidates.set(frame, rival ? merge(rival, candidate) : candidate);
    }
  });
  return [...candidates.values()].sort((a, b) => a.frame - b.frame);
}

/** Two transitions at one moment, the earlier first. */
function merge(earlier: PossibleBreak, later: PossibleBreak): PossibleBreak {
  const stronger = later.boundaryStrength > earlier.boundaryStrength ? later : earlier;
  const { sceneBefore, beforeFrame } = earlier;
  return { ...stronger, sceneBefore, beforeFrame, sceneAfter: later.sceneAfter, afterFrame: later.afterFrame };
}

/** The scene that a frame belongs to; frames must be asked for in about rising order to be quick. */
function createSceneFinder(
  scenes: readonly { readonly firstShot: number }[],
  shots: readonly ShotSpan[],
): (frame: number) => number {
  const starts = scenes.map(({ firstShot }) => shots[firstShot].startFrame);
  let at = 0;
  return (frame) => {
    while (at > 0 && starts[at] > frame) at--;
    while (at + 1 < starts.length && starts[at + 1] <= frame) at++;
    return at;
  };
}

/** A cut leaves no choice; a gradual transition is open until the incoming shot stands alone. */
const framesOfTransition = ({ transitionIn, startFrame }: ShotSpan): FrameChoice => ({
  firstFrame: Math.min(startFrame, transitionIn.startFrame + 1),
  lastFrame: Math.max(startFrame, transitionIn.endFrame),
});

function framesOf(cue: Cue, grid: FrameGrid): FrameChoice {
  const clamp = (frame: number) => Math.min(grid.frameCount - 1, Math.max(0, frame));
  return {
    firstFrame: clamp(secondsToFrame(cue.startSeconds, grid)),
    lastFrame: clamp(secondsToFrame(cue.endSeconds, grid)),
  };
}

/** Of cues in time order, the longest that overlaps a range of time. */
function longestOverlap(cues: readonly Cue[], startSeconds: number, endSeconds: number): Cue | null {
  let longest: Cue | null = null;
  for (const cue of cues) {
    if (cue.startSeconds >= endSeconds) break;
    if (cue.endSeconds <= startSeconds) continue;
    const length = cue.endSeconds - cue.startSeconds;
    if (!longest || length > longest.endSeconds - longest.startSeconds) longest = cue;
  }
  return longest;
}
