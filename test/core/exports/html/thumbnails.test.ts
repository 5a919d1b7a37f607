import test from 'ava';
import { pickScenePicture, pickShotPicture } from '../../../../src/core/exports/html/model/pictures.ts';
import { selectThumbnails } from '../../../../src/core/exports/html/thumbnails.ts';
import { createSampleReport, createSampleThumbnails } from '../../../helpers/sample-report.ts';

const report = createSampleReport();
const thumbnails = createSampleThumbnails(report, () => new Uint8Array(100));
const everything = new Set(thumbnails.keys());

test('within the budget every picture is in the page', (t) => {
  t.deepEqual(Object.keys(selectThumbnails(report, thumbnails)).sort(), [...everything].sort());
});

test('beyond it the scenes’ pictures come first, then shots all over the video', (t) => {
  const { scenes, shots } = report;
  const selected = Object.keys(selectThumbnails(report, thumbnails, 100 * (scenes.length + 3)));
  t.is(selected.length, scenes.length + 3);
  for (const scene of scenes) t.true(selected.includes(pickScenePicture(scene, shots, everything)!));
  t.true(selected.includes(shots[0]!.thumbnail!));
  t.deepEqual(selectThumbnails(report, thumbnails, 99), {});
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
