import type { Transition } from '../report.ts';

/** A shot: half open range of frames, and the transition that it begins with. */
export interface ShotSpan {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly transitionIn: Transition;
}

/** A run of shots that belong together. */
export interface SceneSpan {
  readonly firstShot: number;
  /** Inclusive. */
  readonly lastShot: number;
  /** How sure the border before the scene is, 0..1, rounded to 4 decimals; 0 for the first scene. */
  readonly boundaryStrength: number;
}
