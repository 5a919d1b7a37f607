import test from 'ava';
import fc from 'fast-check';
import { measureCoverage } from '../../../src/core/pipeline/measure-coverage.ts';
import type { ChunkRecord } from '../../../src/core/pipeline/records.ts';
import { createPlan, createProbe, createRecord } from '../../helpers/measured.ts';

const FULL = [10, 10, 10, 10, 10, 10];

/** What is missing of pictures in blocks of ten frames, as `start-end` in frames. */
const missing = (
  promised: readonly number[],
  seen: readonly number[],
  { demuxer = 'mov', isDamaged = false, keyCounts = null as number[] | null, preset = 'balanced' as const } = {},
) => {
  const probe = createProbe(promised, { demuxer });
  probe.pictureBlocks.keyCounts = keyCounts;
  return measureCoverage(createPlan(probe, preset), [createRecord(seen, { isDamaged })]).missing.map(
    ({ startFrame, endFrame }) => `${startFrame}-${endFrame}`,
  );
};

test('blocks of which less than half was seen are missing, together where they touch', (t) => {
  t.deepEqual(missing(FULL, FULL), []);
  t.deepEqual(missing(FULL, [10, 4, 0, 10, 10, 3]), ['10-30', '50-60']);
  t.deepEqual(missing(FULL, [10, 5, 5, 5, 5, 10]), [], 'fields may lie in packets of their own');
});

test('a few pictures at the beginning and the end do not count', (t) => {
  t.deepEqual(missing([10, 10, 10, 10, 10, 2], [7, 10, 10, 10, 10, 0]), []);
  t.deepEqual(missing([3, 3, 3, 3], [0, 3, 3, 3]), [], 'leading pictures of an open group, three a second');
});

test('a picture that is held is as much seen as it was itself', (t) => {
  const idle = [10, 1, 0, 0, 0, 10];
  t.deepEqual(missing(idle, idle), []);
  t.deepEqual(missing([10, 10, 0, 0, 10, 10], [10, 0, 0, 0, 10, 10]), ['10-40']);
});

test('where packets themselves are lost is told from a still by damage and a steady rate', (t) => {
  const hole = [10, 10, 0, 0, 10, 10];
  t.deepEqual(missing(hole, hole), [], 'a still');
  t.deepEqual(missing(hole, hole, { isDamaged: true }), ['20-40']);
  t.deepEqual(missing(hole, hole, { demuxer: 'mpegts' }), ['20-40'], 'a stream loses packets without a word');
  const edges = [10, 10, 2, 1, 10, 10];
  t.deepEqual(missing(edges, edges, { demuxer: 'mpegts' }), ['20-40'], 'a hole begins and ends inside a block');
  const uneven = [3, 1, 0, 0, 2, 10];
  t.deepEqual(missing(uneven, uneven, { isDamaged: true }), [], 'a screen recording');
});

test('the fast preset is held against key frames, where they are known', (t) => {
  const fast = { preset: 'fast' as never };
  t.deepEqual(missing(FULL, [1, 0, 0, 0, 0, 0], fast), []);
  const keys = { ...fast, keyCounts: [5, 0, 5, 5, 0, 5] };
  t.deepEqual(missing(FULL, [5, 0, 5, 5, 0, 5], keys), []);
  t.deepEqual(missing(FULL, [5, 0, 0, 0, 0, 5], keys), ['20-50']);
});

test('a file that is shorter than it declares lacks its end, unless its sound is as long', (t) => {
  const probe = createProbe(FULL, { declaredSeconds: 10 });
  const seen = (soundAfterSeconds: number) =>
    measureCoverage(createPlan(probe), [createRecord(FULL, { soundAfterSeconds })]);
  t.deepEqual(seen(0).missing, [{ startFrame: 60, endFrame: 100 }]);
  t.is(seen(0).frameCount, 100);
  t.deepEqual(seen(3.5).missing, []);
});

test('of what nearly nothing can be decoded there is no report', (t) => {
  const measure = (seen: readonly number[]) =>
    measureCoverage(createPlan(createProbe(FULL)), [createRecord(seen, { isDamaged: true })]);
  const error = t.throws(() => measure([0, 0, 3, 2, 0, 0]));
  t.like(error, { kind: 'input', retryable: false });
  t.regex(error!.message, /Only 5 of the 60 pictures of "x.mp4" could be decoded/);
  t.deepEqual(measure([0, 0, 3, 3, 0, 0]).missing, [{ startFrame: 0, endFrame: 60 }]);
});

test('what is counted does not depend on where the video was cut', (t) => {
  const block = fc.tuple(fc.nat(10), fc.nat(10));
  fc.assert(
    fc.property(
      fc.array(block, { minLength: 2, maxLength: 12 }),
      fc.array(fc.nat(119), { maxLength: 4 }),
      (all, cuts) => {
        const promised = all.map(([count]) => count + 1);
        // Pictures lie on the first slots of their block.
        const slots = all.flatMap(([count, seen], i) =>
          Array.from({ length: Math.min(count + 1, seen + 1) }, (_, k) => 10 * i + k),
        );
        const plan = createPlan(createProbe(promised));
        const borders = [0, ...cuts.filter((cut) => cut < 10 * all.length).toSorted((a, b) => a - b), 10 * all.length];
        const records = borders.slice(1).map((endFrame, i): ChunkRecord => {
          const startFrame = borders[i]!;
          const firstBlock = Math.floor(startFrame / 10);
          const counts = new Array<number>(Math.max(1, Math.ceil(endFrame / 10) - firstBlock)).fill(0);
          for (const slot of slots)
            if (slot >= startFrame && slot < endFrame) counts[Math.floor(slot / 10) - firstBlock]!++;
          return createRecord(counts, {}, firstBlock);
        });
        const measure = (parts: readonly ChunkRecord[]) => {
          try {
            return measureCoverage(plan, parts);
          } catch (error) {
            return (error as Error).message;
          }
        };
        const whole = all.map((_, i) => slots.filter((slot) => Math.floor(slot / 10) === i).length);
        t.deepEqual(measure(records), measure([createRecord(whole)]));
      },
    ),
  );
});

/** Of the part [start, end) of a video of ten frames a second. */
function coverPart(start: number, end: number, counts: readonly number[], seen: readonly number[], firstBlock: number) {
  const plan = createPlan(createProbe(counts, { declaredSeconds: 100 }), 'balanced', { start, end });
  return measureCoverage(plan, [createRecord(seen, {}, firstBlock)]);
}

test('what lies outside a part was not asked for', (t) => {
  const { missing, ...coverage } = coverPart(1.5, 4.2, FULL, [5, 10, 10, 2], 1);
  t.deepEqual(missing, []);
  t.deepEqual(coverage, {
    ...{ inFile: 27, analyzed: 27, frameCount: 27 },
    blocks: { firstFrame: -5, blockFrames: 10, seen: [5, 10, 10, 2] },
  });
});

test('what is missing of a part counts from its first frame', (t) => {
  t.deepEqual(coverPart(1.5, 4.5, FULL, [5, 0, 10, 5], 1).missing, [{ startFrame: 5, endFrame: 15 }]);
  t.deepEqual(coverPart(1.5, 4.5, FULL, [0, 10, 10, 5], 1).missing, [{ startFrame: 0, endFrame: 5 }]);
  t.deepEqual(coverPart(1.5, 4.5, FULL, [5, 10, 10, 0], 1).missing, [{ startFrame: 25, endFrame: 30 }]);
});

test('pictures that may lie outside a part are not missed in it', (t) => {
  // Three pictures in the second: all of them may be shown before the part begins.
  t.deepEqual(coverPart(1.5, 4, [10, 3, 10, 10], [0, 10, 10], 1).missing, []);
  t.is(coverPart(1.5, 4, [10, 3, 10, 10], [0, 10, 10], 1).inFile, 20);
});
