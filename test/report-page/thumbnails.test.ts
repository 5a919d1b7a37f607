import test from 'ava';
import { leastSureFirst, listBoundaries } from '../../src/report-page/model/boundaries.ts';
import { findBreakShot } from '../../src/report-page/model/break-place.ts';
import {
  listShotPictures,
  pickScenePicture,
  pickShotPicture,
  picturesAround,
} from '../../src/report-page/model/pictures.ts';
import { selectThumbnails } from '../../src/report-page/thumbnails.ts';
import { createSampleReport, createSampleThumbnails } from '../helpers/sample-report.ts';

const sample = createSampleReport();
/** Without findings, whose pictures come before those of breaks. */
const report = { ...sample, brandSafety: { ...sample.brandSafety, categories: [] } };
const thumbnails = createSampleThumbnails(report, () => new Uint8Array(100));
const everything = new Set(thumbnails.keys());

test('within the budget every picture is in the page', (t) => {
  t.deepEqual(Object.keys(selectThumbnails(report, thumbnails)).sort(), [...everything].sort());
});

test('beyond it the scenes’ pictures come first, then shots all over the video', (t) => {
  const { scenes, shots } = report;
  const withoutBreaks = { ...report, storyBreaks: [] };
  const selected = Object.keys(selectThumbnails(withoutBreaks, thumbnails, 100 * (scenes.length + 3)));
  t.is(selected.length, scenes.length + 3);
  for (const scene of scenes) t.true(selected.includes(pickScenePicture(scene, shots, everything)!));
  t.true(selected.includes(shots[0]!.thumbnail!));
  t.deepEqual(selectThumbnails(report, thumbnails, 99), {});
});

test('then come the pictures by which breaks and doubtful boundaries are judged', (t) => {
  const { scenes, shots, storyBreaks } = report;
  const sides = (frame: number, shot: number) => {
    const { before, after } = picturesAround(frame, shot, shots, everything);
    return [before!.thumbnail, after!.thumbnail];
  };
  const ofBreaks = storyBreaks.flatMap(({ frame }) => sides(frame, findBreakShot({ frame }, shots)));
  const withBreaks = Object.keys(selectThumbnails(report, thumbnails, 100 * (scenes.length + 2 * storyBreaks.length)));
  for (const path of ofBreaks) t.true(withBreaks.includes(path));
  const [doubtful] = leastSureFirst(listBoundaries(shots));
  const most = 100 * (scenes.length + 2 * storyBreaks.length + shots.length + 2);
  const selected = Object.keys(selectThumbnails(report, thumbnails, most));
  for (const path of sides(doubtful!.startFrame, doubtful!.index)) t.true(selected.includes(path));
  for (const { thumbnail } of shots) t.true(selected.includes(thumbnail!));
});

test('the surest pictures of what was found come before those of breaks', (t) => {
  const found = createSampleReport({ appearances: true });
  const lists: { segments: { thumbnail: string | null }[] }[] = [...found.brandSafety.categories, ...found.brands];
  const paths = new Set(lists.flatMap(({ segments }) => segments.slice(0, 1)).map(({ thumbnail }) => thumbnail!));
  const selected = Object.keys(selectThumbnails(found, thumbnails, 100 * (found.scenes.length + 20)));
  for (const path of paths) t.true(selected.includes(path));
});

test('the pictures around a frame are those next to it, also of the shots beside', (t) => {
  const { shots } = report;
  const { startFrame, filmstrip, keyFrame } = shots[3]!;
  t.deepEqual(picturesAround(startFrame, 3, shots, everything), {
    before: shots[2]!.filmstrip.at(-1),
    after: filmstrip[0],
  });
  t.is(picturesAround(keyFrame, 3, shots, everything).after!.frame, keyFrame);
  t.deepEqual(picturesAround(0, 0, shots, new Set()), { before: null, after: null });
  t.deepEqual(listShotPictures({ ...shots[3]!, filmstrip: [] }, everything), [
    { frame: keyFrame, thumbnail: shots[3]!.thumbnail! },
  ]);
});

test('pictures that the report does not name stay out', (t) => {
  const extra = new Map([...thumbnails, ['secret.jpg', new Uint8Array(1)]]);
  t.false('secret.jpg' in selectThumbnails(report, extra));
});

test('a missing picture is replaced by the nearest of its scene, never by another scene’s', (t) => {
  const scene = report.scenes.find(({ firstShot, lastShot }) => lastShot - firstShot >= 2)!;
  const { shots } = report;
  const only = (index: number) => new Set([shots[index]!.thumbnail!]);
  t.is(pickShotPicture(scene.firstShot, scene, shots, everything), shots[scene.firstShot]!.thumbnail);
  t.is(pickShotPicture(scene.firstShot, scene, shots, only(scene.lastShot)), shots[scene.lastShot]!.thumbnail);
  t.is(pickShotPicture(scene.lastShot, scene, shots, only(scene.firstShot)), shots[scene.firstShot]!.thumbnail);
  t.is(pickScenePicture(scene, shots, only(scene.lastShot + 1)), null);
});
