import { findStoryBreaks } from '../../src/core/breaks/find.ts';
import { frameToSeconds } from '../../src/core/measurements/timecode.ts';
import type { SceneSafety } from '../../src/core/report.ts';
import type { Measured } from './baselines.ts';

const SAFE: SceneSafety = { verdict: 'safe', risk: 'none', notSeen: null, reasons: [] };
const UNSAFE: SceneSafety = { verdict: 'unsafe', risk: 'floor', notSeen: null, reasons: [] };

/** The product's breaks; `count` null leaves their number to it. */
export function chooseOurs(programme: Measured, count: number | null): number[] {
  const { shots, grid, unsafe, truth } = programme;
  const scenes = programme.scenes.map((scene) => {
    const startSeconds = frameToSeconds(shots[scene.firstShot].startFrame, grid);
    const endSeconds = frameToSeconds(shots[scene.lastShot].endFrame, grid);
    // The network judges samples: a second of what is unsafe is enough for a scene.
    const isUnsafe = unsafe.some(
      (u) => Math.min(u.endSeconds, endSeconds) - Math.max(u.startSeconds, startSeconds) > 1,
    );
    return { ...scene, safety: isUnsafe ? UNSAFE : SAFE };
  });
  const request = { count, perHour: null, spacingSeconds: truth.spacingSeconds, noBreakZones: [] };
  return findStoryBreaks({ ...programme, scenes, breakOptions: request }).breaks.map(({ seconds }) => seconds);
}
