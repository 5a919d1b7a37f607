import test from 'ava';
import fc from 'fast-check';
import { layoutStrip } from '../../src/report-page/model/strip.ts';

const SIZE = { widthPixels: 500, picturePixels: 100, markPixels: 20 };
const scene = (index: number, firstShot: number, lastShot: number) => ({ index, firstShot, lastShot }) as never;
const lay = (counts: readonly number[], ...scenes: never[]) => layoutStrip({ scenes }, counts, SIZE);

test('shots stand side by side as long as the row has room', (t) => {
  const rows = lay([1, 1, 1, 2], scene(0, 0, 3));
  t.deepEqual(
    rows.map(({ parts }) => parts.map(({ shotIndex }) => shotIndex)),
    [[0, 1, 2], [3]],
  );
});

test('a scene begins a row', (t) => {
  const rows = lay([1, 1], scene(0, 0, 0), scene(1, 1, 1));
  t.deepEqual(
    rows.map(({ sceneIndex }) => sceneIndex),
    [0, 1],
  );
});

test('a long take goes on in the next row', (t) => {
  const rows = lay([7], scene(0, 0, 0));
  t.deepEqual(
    rows.map(({ parts }) => [parts[0]!.firstPicture, parts[0]!.endPicture]),
    [
      [0, 3],
      [3, 6],
      [6, 7],
    ],
  );
  t.deepEqual(
    rows.map(({ sceneIndex }) => sceneIndex),
    [0, null, null],
  );
});

test('a shot without a picture takes the room of one', (t) => {
  t.deepEqual(lay([0], scene(0, 0, 0))[0]!.parts, [{ shotIndex: 0, firstPicture: 0, endPicture: 1 }]);
});

test('every picture stands once, in order, and no row is too long, whatever the width', (t) => {
  const counts = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(counts, fc.integer({ min: 40, max: 1500 }), (pictureCounts, widthPixels) => {
      const scenes = [scene(0, 0, pictureCounts.length - 1)];
      const rows = layoutStrip({ scenes }, pictureCounts, { ...SIZE, widthPixels });
      const parts = rows.flatMap((row) => row.parts);
      const seen = parts.flatMap(({ shotIndex, firstPicture, endPicture }) =>
        Array.from({ length: endPicture - firstPicture }, (_, i) => `${shotIndex}.${firstPicture + i}`),
      );
      t.deepEqual(
        seen,
        pictureCounts.flatMap((count, shot) => Array.from({ length: Math.max(1, count) }, (_, i) => `${shot}.${i}`)),
      );
      for (const row of rows) {
        const width = row.parts.reduce((sum, part) => sum + 20 + 100 * (part.endPicture - part.firstPicture), 100);
        // A window narrower than two pictures and a mark scrolls or cuts: one picture a row is the least.
        t.true(width <= Math.max(widthPixels, 220));
      }
    }),
  );
});
