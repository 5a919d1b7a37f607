import { type FrameGrid, frameToSeconds, secondsToFrame } from '../media/timecode.ts';
import type { Cue } from '../report.ts';
import type { ShotSpan } from '../shots/detect.ts';

/** How far a cue may lie from a transition and still belong to it. */
const NEAR_SECONDS = 0.5;

/** A moment at which the story might be interrupted. */
export interface Candidate {
  readonly frame: number;
  readonly seconds: number;
  /** The shot that begins here. */
  readonly shot: number;
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
 * Every start of a scene, and the starts of shots inside one that a blank picture or a silence marks. The moment is
 * the first frame of the new shot, or the middle of the blank picture, whose both sides would otherwise flash up around
 * what is inserted. A silence only marks a moment: its middle may lie some frames off the cut. Two transitions at one
 * blank picture (into it and out of it) are one candidate with the stronger's evidence.
 */
export function findCandidates(input: {
  shots: readonly ShotSpan[];
  scenes: readonly { readonly firstShot: number; readonly lastShot: number; readonly boundaryStrength: number }[];
  cues: readonly Cue[];
  grid: FrameGrid;
}): Candidate[] {
  const { shots, scenes, cues, grid } = input;
  const blanks = cues.filter(({ type }) => type === 'black' || type === 'white');
  const silences = cues.filter(({ type }) => type === 'silence');
  const candidates = new Map<number, Candidate>();
  const sceneAt = (frame: number): number =>
    Math.max(
      0,
      scenes.findLastIndex(({ firstShot }) => shots[firstShot].startFrame <= frame),
    );
  for (const scene of scenes) {
    for (let shot = scene.firstShot; shot <= scene.lastShot; shot++) {
      if (shot === 0) continue;
      const opensScene = shot === scene.firstShot;
      const { transitionIn, startFrame } = shots[shot];
      const startSeconds = frameToSeconds(Math.min(transitionIn.startFrame, startFrame), grid) - NEAR_SECONDS;
      const endSeconds = frameToSeconds(Math.max(transitionIn.endFrame, startFrame), grid) + NEAR_SECONDS;
      const blank = longestOverlap(blanks, startSeconds, endSeconds);
      const silence = longestOverlap(silences, startSeconds, endSeconds);
      if (!opensScene && !blank && !silence) continue;
      const [blankStart, blankEnd] = blank ? frameRange(blank, grid) : [startFrame, startFrame];
      const frame = Math.floor((blankStart + blankEnd) / 2);
      const candidate: Candidate = {
        frame,
        seconds: frameToSeconds(frame, grid),
        shot,
        sceneBefore: sceneAt(Math.min(startFrame, blankStart) - 1),
        sceneAfter: sceneAt(Math.max(startFrame, blankEnd)),
        boundaryStrength: opensScene ? scene.boundaryStrength : 0,
        blank,
        silence,
      };
      const rival = candidates.get(frame);
      candidates.set(frame, rival ? merge(rival, candidate) : candidate);
    }
  }
  return [...candidates.values()].sort((a, b) => a.frame - b.frame);
}

/** Two transitions at one moment, the earlier first. */
function merge(earlier: Candidate, later: Candidate): Candidate {
  const stronger = later.boundaryStrength > earlier.boundaryStrength ? later : earlier;
  return { ...stronger, sceneBefore: earlier.sceneBefore, sceneAfter: later.sceneAfter };
}

/** Half open, within the video. */
function frameRange(cue: Cue, grid: FrameGrid): [start: number, end: number] {
  const clamp = (frame: number) => Math.min(grid.frameCount - 1, Math.max(0, frame));
  return [clamp(secondsToFrame(cue.startSeconds, grid)), clamp(secondsToFrame(cue.endSeconds, grid))];
}

function longestOverlap(cues: readonly Cue[], startSeconds: number, endSeconds: number): Cue | null {
  let longest: Cue | null = null;
  for (const cue of cues) {
    if (cue.startSeconds >= endSeconds || cue.endSeconds <= startSeconds) continue;
    const length = cue.endSeconds - cue.startSeconds;
    if (!longest || length > longest.endSeconds - longest.startSeconds) longest = cue;
  }
  return longest;
}
