import test from 'ava';
import fc from 'fast-check';
import { findStoryBreaks } from '../../../src/core/breaks/find.ts';
import { chooseSpacingSeconds, countWanted } from '../../../src/core/breaks/spacing.ts';
import { findNoBreakZones, isInZone } from '../../../src/core/breaks/zones.ts';
import { frameToSeconds } from '../../../src/core/measurements/timecode.ts';
import type { Cue } from '../../../src/core/report.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

const ranges = (maxSeconds: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 1, max: maxSeconds * 10 }))
    .map(([start, tenths]) => ({ startSeconds: start, endSeconds: start + tenths / 10 }));
const cues = fc.array(
  fc
    .tuple(fc.constantFrom('black', 'white', 'silence', 'slate', 'end-credits', 'freeze'), ranges(8))
    .map(([type, range]) => ({ type, ...range }) as Cue),
  { maxLength: 12 },
);
const shots = fc.array(
  fc.record({
    frames: fc.integer({ min: 12, max: 400 }),
    half: fc.constantFrom(0, 0, 0, 5),
    opensScene: fc.boolean(),
    strength: fc.integer({ min: 0, max: 10 }),
    verdict: fc.constantFrom('safe' as const, 'safe' as const, 'safe' as const, 'review' as const, 'unsafe' as const),
    place: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 40 },
);
const breakOptions = fc.record({
  count: fc.option(fc.integer({ min: 0, max: 12 }), { nil: null }),
  perHour: fc.constant(null),
  spacingSeconds: fc.option(fc.integer({ min: 1, max: 90 }), { nil: null }),
  noBreakZones: fc.array(ranges(60), { maxLength: 3 }),
});
const levels = fc.option(fc.array(fc.constantFrom(-20, -22, -30, -60, -90), { minLength: 5, maxLength: 50 }), {
  nil: null,
});

const programmes = fc
  .record({ parts: shots, cues, breakOptions, levels })
  .map(({ parts, levels: pattern, ...given }) => {
    const cuts = cutShots(...parts.map(({ frames }) => frames));
    const frameCount = cuts.at(-1)!.endFrame;
    const firstShots = parts.flatMap(({ opensScene }, i) => (i === 0 || opensScene ? [i] : []));
    return {
      ...given,
      cues: given.cues.toSorted((a, b) => a.startSeconds - b.startSeconds),
      shots: cuts.map((shot, i) => {
        const { half } = parts[i]!;
        if (i === 0 || half === 0) return shot;
        const { startFrame } = shot;
        return {
          ...shot,
          transitionIn: {
            type: 'dissolve' as const,
            startFrame: startFrame - half,
            endFrame: startFrame + half,
            confidence: 0.9,
          },
        };
      }),
      embeddings: parts.map(({ place }) => Float32Array.from({ length: 4 }, (_, d) => (d === place ? 1 : 0))),
      scenes: firstShots.map((firstShot, s) => ({
        firstShot,
        lastShot: (firstShots[s + 1] ?? parts.length) - 1,
        boundaryStrength: s === 0 ? 0 : parts[firstShot]!.strength / 10,
        safety: { verdict: parts[firstShot]!.verdict, risk: 'none' as const, notSeen: null, reasons: [] },
      })),
      audio: pattern && {
        windowSeconds: 0.1,
        startSeconds: 0,
        levelsDb: Float32Array.from({ length: frameCount }, (_, i) => pattern[Math.floor(i / 7) % pattern.length]!),
      },
      grid: tenFps(frameCount),
    };
  });

test('whatever the programme, breaks keep to the rules and the report explains them', (t) => {
  fc.assert(
    fc.property(programmes, (programme) => {
      const { grid, breakOptions: asked, scenes, shots: all } = programme;
      const { breaks, candidates, warnings } = findStoryBreaks(programme);
      const durationSeconds = grid.frameCount / 10;
      const wanted = countWanted(asked, durationSeconds);
      const spacingSeconds = chooseSpacingSeconds(asked.spacingSeconds, wanted, durationSeconds);
      const zones = findNoBreakZones({
        startSeconds: 0,
        durationSeconds,
        cues: programme.cues,
        userZones: asked.noBreakZones,
      });
      breaks.forEach((found, i) => {
        t.is(found.index, i);
        t.is(found.seconds, frameToSeconds(found.frame, grid));
        t.false(isInZone(found.seconds, zones));
        for (const scene of [found.sceneBefore, found.sceneAfter]) t.not(scenes[scene]!.safety.verdict, 'unsafe');
        if (i > 0) t.true(found.seconds - breaks[i - 1]!.seconds >= spacingSeconds - 1e-6);
        const inTransition = all.some(
          ({ transitionIn }, s) =>
            s > 0 && found.frame > transitionIn.startFrame && found.frame <= transitionIn.endFrame,
        );
        const inBlank = programme.cues.some(
          ({ type, startSeconds, endSeconds }) =>
            (type === 'black' || type === 'white') &&
            found.seconds >= startSeconds - 0.1 &&
            found.seconds <= endSeconds,
        );
        t.true(inTransition || inBlank);
      });
      t.deepEqual(
        candidates.filter(({ outcome }) => outcome === 'chosen').map(({ frame }) => frame),
        breaks.map(({ frame }) => frame),
      );
      t.true(candidates.every(({ frame }, i) => i === 0 || frame > candidates[i - 1]!.frame));
      const isShort = wanted === null ? breaks.length === 0 && durationSeconds >= 10 : breaks.length < wanted;
      t.is(warnings.length, isShort ? 1 : 0);
      // Each reason that is told is one.
      t.true(warnings.every(({ message }) => !/begins, \.|NaN|undefined/.test(message)));
      t.true(wanted === null || breaks.length <= wanted);
    }),
    { seed: 11, numRuns: 400 },
  );
});
