import test from 'ava';
import { isInLane, layOutLanes } from '../../../../src/core/exports/html/model/lanes.ts';

const loudness = { framesPerPoint: 1, values: [-20] };

test('lanes lie one below the other, and one with nothing to show takes no room', (t) => {
  for (const low of [false, true]) {
    const without = layOutLanes({ loudness: null }, low);
    const whole = layOutLanes({ loudness }, low);
    t.is(without.lanes.loudness.height, 0);
    t.is(whole.heightPixels - without.heightPixels, whole.lanes.loudness.height + 5);
    let end = 0;
    for (const lane of Object.values(whole.lanes)) {
      t.true(lane.top >= end);
      end = lane.top + lane.height;
    }
    t.true(end <= whole.heightPixels);
    t.true(isInLane(whole.lanes.shots.top, whole.lanes.shots));
    t.false(isInLane(without.lanes.loudness.top, without.lanes.loudness));
  }
  t.true(layOutLanes({ loudness }, true).heightPixels < layOutLanes({ loudness }, false).heightPixels);
});
