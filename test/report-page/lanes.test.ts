import test from 'ava';
import { isInLane, layOutLanes, type Room } from '../../src/report-page/model/lanes.ts';
import type { Track } from '../../src/report-page/model/tracks.ts';

const loudness = { framesPerPoint: 1, values: [-20] };
const track = (kind: Track['kind'], title: string, group = 0): Track => ({
  kind,
  group,
  title,
  rows: kind === 'product' ? 2 : 1,
  segments: [],
});
const tracks = [
  ...[0, 1, 0, 1, 0, 1, 0, 1].map((group, i) => track('label', `label ${i}`, group)),
  track('brand', 'Brands'),
  track('product', 'Products'),
];
const ROOMS: readonly Room[] = ['low', 'middle', 'tall'];

test('lanes lie one below the other, and one with nothing to show takes no room', (t) => {
  for (const room of ROOMS) {
    const without = layOutLanes({ loudness: null, tracks: [] }, room);
    const whole = layOutLanes({ loudness, tracks }, room);
    t.is(without.lanes.loudness.height, 0);
    t.deepEqual(without.tracks, []);
    const quiet = layOutLanes({ loudness: null, tracks }, room);
    t.is(whole.heightPixels - quiet.heightPixels, whole.lanes.loudness.height + 5);
    let end = 0;
    for (const lane of [...Object.values(whole.lanes), ...whole.tracks].sort((a, b) => a.top - b.top)) {
      t.true(lane.top >= end);
      end = lane.top + lane.height;
    }
    t.true(end <= whole.heightPixels);
    t.true(isInLane(whole.lanes.shots.top, whole.lanes.shots));
    t.false(isInLane(without.lanes.loudness.top, without.lanes.loudness));
  }
});

test('the more room, the more labels, by taxonomy; brands and products are always there', (t) => {
  const named = (room: Room) => layOutLanes({ loudness, tracks }, room).tracks.map(({ name }) => name);
  t.deepEqual(named('low'), ['label 0', 'label 1', 'Brands', 'Products']);
  t.deepEqual(named('middle'), ['label 0', 'label 2', 'label 1', 'label 3', 'Brands', 'Products']);
  t.is(named('tall').length, 9);
  const heights = ROOMS.map((room) => layOutLanes({ loudness, tracks }, room).heightPixels);
  t.deepEqual(
    heights,
    [...heights].sort((a, b) => a - b),
  );
});
