import { breakSpacingSeconds, noBreakSeconds } from '../../src/core/breaks/spacing.ts';
import { findSilences } from '../../src/core/cues/silence.ts';
import { createRandom } from '../../src/core/math/random.ts';
import { type FrameGrid, frameToSeconds } from '../../src/core/measurements/timecode.ts';
import type { Cue } from '../../src/core/report.ts';
import { tileShots } from '../../src/core/shots/detect.ts';
import type { Places } from '../scenes/sequences.ts';
import { KINDS, type Kind } from './kinds.ts';
import type { Programme, Range } from './programme.ts';
import { makeScene, type Scene } from './scene.ts';
import { makeSoundTrack, type Passage, type Pause } from './sound-track.ts';

const FRAME_RATES = [
  { numerator: 25, denominator: 1 },
  { numerator: 24_000, denominator: 1001 },
  { numerator: 30, denominator: 1 },
];
/** An unsafe scene is kept away from by this much. */
export const UNSAFE_NEAR_SECONDS = 5;

interface Boundary {
  /** Time of the change of place. */
  readonly seconds: number;
  readonly endsAct: boolean;
}

type Transition = Programme['shots'][number]['transitionIn'];

/** Makes up a programme of a kind: the same for a seed and the same pictures. */
export function makeProgramme(kindName: string, places: Places, seed: number): Programme {
  const kind = KINDS[kindName];
  const random = createRandom(seed);
  const between = ([from, to]: readonly [number, number]) => from + (to - from) * random();
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)];
  const frameRate = pick(FRAME_RATES);
  const toFrame = (seconds: number) => Math.round((seconds * frameRate.numerator) / frameRate.denominator);
  const grid: FrameGrid = { frameRate, startSeconds: 0, frameCount: toFrame(60 * between(kind.minutes)) };
  const duration = frameToSeconds(grid.frameCount, grid);
  const spacingSeconds = breakSpacingSeconds(duration);

  const boundaries = drawBoundaries(kind, duration, spacingSeconds, random);
  const ends = [...boundaries.map(({ seconds }) => seconds), duration];
  let name = '';
  const scenes = ends.map((endSeconds, i): Scene => {
    name = pick([...places.keys()].filter((other) => other !== name));
    return makeScene({ name, startSeconds: ends[i - 1] ?? 0, endSeconds, places, random });
  });
  const unsafe = scenes.filter(() => random() < kind.unsafeShare);
  const credits = random() < kind.creditsShare ? drawCredits(duration, random) : [];

  // Every cut is a shot; what marks it comes on top.
  const transitions: Transition[] = [];
  const blanks: Range[] = [];
  const pauses: Pause[] = [];
  const truth: number[] = [];
  const fade = (seconds: number, blankSeconds: number, isSoft: boolean) => {
    const [first, end] = [toFrame(seconds - blankSeconds / 2), toFrame(seconds + blankSeconds / 2)];
    blanks.push({ startSeconds: frameToSeconds(first, grid), endSeconds: frameToSeconds(end, grid) });
    if (isSoft) transitions.push({ type: 'fade', startFrame: first - 8, endFrame: end + 8, confidence: 1 });
    else if (blankSeconds < 0.6)
      transitions.push({ type: 'fade', startFrame: first - 1, endFrame: end, confidence: 1 });
    else transitions.push(cutAt(first), cutAt(end));
  };
  const change = (seconds: number, isSoft: boolean) => {
    const middle = toFrame(seconds);
    if (!isSoft) transitions.push(cutAt(middle));
    else transitions.push({ type: 'dissolve', startFrame: middle - 8, endFrame: middle + 8, confidence: 1 });
  };
  const pauseAt = (seconds: number, length: number, dipDb: number | null) => {
    const start = seconds - length * (0.3 + 0.4 * random());
    pauses.push({ startSeconds: start, endSeconds: start + length, dipDb });
  };
  scenes.forEach((scene, i) => {
    const boundary = boundaries[i - 1];
    const { end } = kind;
    const overlap = boundary?.endsAct && end.overlapSeconds ? between(end.overlapSeconds) * pick([-1, 1]) : 0;
    if (boundary?.endsAct) {
      const isBlank = random() < end.blankShare;
      if (isBlank) fade(boundary.seconds, between(end.blankSeconds), random() < 0.6);
      else change(boundary.seconds, random() < end.softShare);
      const moment = boundary.seconds + overlap;
      if (overlap) transitions.push(cutAt(toFrame(moment)));
      if (random() < end.pauseShare) pauseAt(moment, between(end.pauseSeconds), end.dipDb && between(end.dipDb));
      if (isWelcome(moment, unsafe, credits)) truth.push(frameToSeconds(toFrame(moment), grid));
    } else if (boundary) change(boundary.seconds, random() < kind.softShare);
    for (const seconds of scene.cuts) transitions.push(cutAt(toFrame(seconds)));
  });

  const away = (seconds: number) => ends.every((end) => Math.abs(end - seconds) > 8);
  const cuts = scenes.flatMap((scene) => scene.cuts).filter(away);
  const drawDecoys = (aMinute: number) =>
    Array.from({ length: Math.round((aMinute * duration) / 60) }, () => pick(cuts));
  if (cuts.length > 0) {
    for (const cut of drawDecoys(kind.decoys.pauses))
      pauseAt(random() < 0.5 ? cut : cut + 2 * random() + 1, between([0.5, 1.5]), null);
    for (const cut of new Set(drawDecoys(kind.decoys.flashes))) {
      const first = toFrame(cut);
      const end = first + toFrame(between([0.1, 0.3]));
      blanks.push({ startSeconds: frameToSeconds(first, grid), endSeconds: frameToSeconds(end, grid) });
    }
    for (const { startSeconds, endSeconds } of credits)
      for (const cut of cuts.filter((seconds) => seconds > startSeconds && seconds < endSeconds).slice(0, 2)) {
        fade(cut, 0.8, true);
        pauseAt(cut, 1.2, null);
      }
  }

  const shots = tileShots(tidy(transitions, grid.frameCount), grid.frameCount);
  const passages = scenes.map(
    ({ startSeconds, endSeconds }): Passage => ({
      startSeconds,
      endSeconds,
      style: pick(kind.styles),
      levelDb: -22 + between([-5, 5]),
    }),
  );
  const roomDb = between([-66, -56]);
  const silent: Passage[] = [{ startSeconds: 0, endSeconds: duration, style: 'music', levelDb: pick([-120, -70]) }];
  const sound = makeSoundTrack(duration, kind.track === 'silent' ? silent : passages, pauses, roomDb, random);
  const audio = kind.track === 'none' ? null : sound.audio;
  const middles = shots.map(({ startFrame, endFrame }) => frameToSeconds((startFrame + endFrame) / 2, grid));
  const sceneOf = (seconds: number) => scenes.find((scene) => seconds < scene.endSeconds) ?? scenes[scenes.length - 1];
  const shown = middles.map((seconds) => sceneOf(seconds).show(seconds));
  const cues = [
    ...blanks.map((range) => ({ type: 'black', ...range })),
    ...findSilences(audio, grid),
    ...credits,
  ] as Cue[];
  return {
    kind: kindName,
    shots,
    embeddings: shown.map(({ vector }) => vector),
    labels: shown.map(({ labels }) => labels),
    cues: cues.sort((a, b) => a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds),
    audio,
    speech: kind.track === 'sound' ? sound.speech : [],
    grid,
    unsafe: unsafe.map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds })),
    truth: { breaks: truth.sort((a, b) => a - b), spacingSeconds },
  };
}

const cutAt = (frame: number): Transition => ({ type: 'cut', startFrame: frame - 1, endFrame: frame, confidence: 1 });

const isWelcome = (seconds: number, unsafe: readonly Range[], credits: readonly Range[]): boolean =>
  !unsafe.some(
    ({ startSeconds, endSeconds }) =>
      seconds > startSeconds - UNSAFE_NEAR_SECONDS && seconds < endSeconds + UNSAFE_NEAR_SECONDS,
  ) && !credits.some(({ startSeconds, endSeconds }) => seconds >= startSeconds && seconds < endSeconds);

/** Ends of acts at least the spacing apart, and of the scenes between them. */
function drawBoundaries(kind: Kind, duration: number, spacing: number, random: () => number): Boundary[] {
  const margin = Math.max(noBreakSeconds(duration) + 6, spacing / 2);
  const most = Math.floor((duration - 2 * margin) / (spacing + 1)) + 1;
  const count = Math.max(1, Math.floor(most * (0.5 + 0.5 * random())));
  const slack = duration - 2 * margin - (count - 1) * (spacing + 1);
  const offsets = Array.from({ length: count }, () => random() * slack).sort((a, b) => a - b);
  const ends = offsets.map((offset, i) => margin + offset + i * (spacing + 1));
  const [fewest, maxScenes] = kind.scenesPerAct;
  return [...ends, duration].flatMap((end, i): Boundary[] => {
    const start = ends[i - 1] ?? 0;
    const wanted = fewest + Math.floor(random() * (maxScenes - fewest + 1));
    const scenes = Math.max(1, Math.min(wanted, Math.floor((end - start) / 25)));
    const inner = Array.from({ length: scenes - 1 }, (_, s) => {
      const share = (s + 1 + 0.5 * (random() - 0.5)) / scenes;
      return { seconds: start + (end - start) * share, endsAct: false };
    });
    return end === duration ? inner : [...inner, { seconds: end, endsAct: true }];
  });
}

function drawCredits(duration: number, random: () => number) {
  const end = duration - 1.5 * noBreakSeconds(duration) - 20 * random();
  return [{ type: 'end-credits', startSeconds: end, endSeconds: duration }];
}

/** In time order; of transitions that would touch, what is more than a cut stays. */
function tidy(transitions: readonly Transition[], frameCount: number): Transition[] {
  const byWeight = transitions.toSorted((a, b) => Number(a.type === 'cut') - Number(b.type === 'cut'));
  const kept: Transition[] = [];
  for (const transition of byWeight) {
    if (transition.startFrame < 12 || transition.endFrame > frameCount - 12) continue;
    if (
      kept.some((other) => transition.startFrame < other.endFrame + 10 && transition.endFrame > other.startFrame - 10)
    )
      continue;
    kept.push(transition);
  }
  return kept.sort((a, b) => a.startFrame - b.startFrame);
}
