import test from 'ava';
import type { Detection } from '../../../src/core/measurements/detections.ts';
import { divideAmongSamples } from '../../../src/core/measurements/sample-cells.ts';
import { joinConfidences } from '../../../src/core/recognition/join-confidences.ts';
import { joinDetections } from '../../../src/core/recognition/join-detections.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

const seen = (item: number, confidence: number, inliers = 9): Detection => ({
  item,
  confidence,
  inliers,
  box: [confidence / 10, 0, 0.5, 0.5],
});

/** One sample a second, at ten frames a second. */
function join(detections: readonly (readonly Detection[])[], shots = cutShots(detections.length * 10)) {
  const samples = detections.map((list, i) => ({ frame: i * 10, detections: list }));
  const frameCount = detections.length * 10;
  const cells = divideAmongSamples(
    samples.map(({ frame }) => frame),
    shots,
    frameCount,
  );
  return joinDetections({ samples, cells, shots, itemCount: 3, grid: tenFps(frameCount) });
}

test('detections of a shot make a segment of the frames that their samples support', (t) => {
  t.deepEqual(join([[], [seen(1, 0.6)], [seen(1, 0.9, 14)], [seen(1, 0.7)], []]), [
    {
      item: 1,
      confidence: 0.9471,
      screenTimeSeconds: 3,
      evidence: { frames: 3, features: 14 },
      segments: [{ startSeconds: 0.5, endSeconds: 3.5, confidence: 0.9471, frame: 20, box: [0.09, 0, 0.5, 0.5] }],
    },
  ]);
});

test('a lone weak detection is dropped, a sure one kept', (t) => {
  t.deepEqual(join([[], [seen(0, 0.4)], []]), []);
  t.is(join([[], [seen(0, 0.8)], []]).length, 1);
});

test('weak detections of one shot support each other, but not without end', (t) => {
  t.is(join([[seen(0, 0.4)], [seen(0, 0.4)], [seen(0, 0.4)]]).length, 1);
  t.deepEqual(join(Array.from({ length: 50 }, () => [seen(0, 0.15)])), []);
});

test('one or two samples that miss an item are bridged, more are not', (t) => {
  const [sure, none] = [[seen(0, 0.9)], []];
  t.is(join([sure, none, none, sure])[0].segments.length, 1);
  t.is(join([sure, none, none, none, sure])[0].segments.length, 2);
});

test('segments end at cuts', (t) => {
  const [{ segments, screenTimeSeconds }] = join([[seen(0, 0.9)], [seen(0, 0.9)]], cutShots(7, 13));
  t.deepEqual(
    segments.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]),
    [
      [0, 0.7],
      [0.7, 2],
    ],
  );
  t.is(screenTimeSeconds, 2);
});

test('items are told apart, the surest first', (t) => {
  const appearances = join([[seen(0, 0.6), seen(2, 0.9)], [seen(2, 0.9)]]);
  t.deepEqual(
    appearances.map(({ item }) => item),
    [2, 0],
  );
});

test('nothing seen is not an appearance', (t) => {
  t.deepEqual(join([]), []);
  t.deepEqual(join([[], []]), []);
});

test('confidences join to no less than the surest and no more than independent ones', (t) => {
  t.is(joinConfidences([]), 0);
  t.is(joinConfidences([0.7]), 1 - (1 - 0.7));
  const joined = joinConfidences([0.3, 0.7, 0.5]);
  t.true(joined > 0.7 && joined < 1 - 0.3 * 0.5 * 0.7);
});
