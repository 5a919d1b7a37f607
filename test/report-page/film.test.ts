import test from 'ava';
import fc from 'fast-check';
import { findAt } from '../../src/core/math/find-at.ts';
import {
  clampFrame,
  createFilm,
  findNext,
  findPrevious,
  frameAt,
  rankBreaks,
} from '../../src/report-page/model/film.ts';
import { renderDetails } from '../../src/report-page/parts/details.ts';
import { renderHeader } from '../../src/report-page/parts/header.ts';
import { createSampleReport } from '../helpers/sample-report.ts';

const film = createFilm(createSampleReport({ startSeconds: 0.84 }), { titles: {}, tracks: [] });

test('every frame is found in its shot and its scene', (t) => {
  fc.assert(
    fc.property(fc.nat(film.grid.frameCount - 1), (frame) => {
      const shot = film.report.shots[findAt(film.shotStarts, frame)]!;
      t.true(shot.startFrame <= frame && frame < shot.endFrame);
      const scene = film.report.scenes[findAt(film.sceneStarts, frame)]!;
      t.true(scene.firstShot <= shot.index && shot.index <= scene.lastShot);
    }),
  );
});

test('the neighbours of a frame', (t) => {
  t.is(findNext([0, 10, 20], 10), 20);
  t.is(findNext([0, 10, 20], 20), null);
  t.is(findPrevious([0, 10, 20], 10), 0);
  t.is(findPrevious([0, 10, 20], 0), null);
  t.is(findAt([], 5), 0);
});

test('frames and times outside the video are brought into it', (t) => {
  t.is(clampFrame(-3, film), 0);
  t.is(clampFrame(1e9, film), film.grid.frameCount - 1);
  t.is(frameAt(0, film), 0);
  t.is(frameAt(film.endSeconds, film), film.grid.frameCount - 1);
  t.is(frameAt(0.84 + 10 / 25, film), 10);
});

test('ranks go by score, the earlier of equals ahead', (t) => {
  const breaks = [0.4, 0.9, 0.4, 0.7].map((score, index) => ({ ...film.report.storyBreaks[0]!, index, score }));
  t.deepEqual(rankBreaks(breaks), [3, 1, 4, 2]);
});

test('what a film is made from: places that became no break, loudness where it was measured, names for people', (t) => {
  const { report } = film;
  t.false(film.otherCandidates.some(({ outcome }) => outcome === 'chosen'));
  t.is(film.otherCandidates.length, report.breakCandidates.length - report.storyBreaks.length);
  t.is(film.loudness!.values, report.timeline.loudness);
  const silent = createFilm(createSampleReport({ audio: false }), {
    titles: { everyday: { art_gallery: 'Art gallery' } },
    tracks: [],
  });
  t.is(silent.loudness, null);
  t.is(silent.titleOf({ taxonomy: 'everyday', name: 'art_gallery' }), 'Art gallery');
  t.is(silent.titleOf({ taxonomy: 'everyday', name: 'constructor' }), 'constructor');
  t.is(silent.titleOf({ taxonomy: 'toString', name: 'x' }), 'x');
});

test('of a part the film is what was analysed, at the times of the video', (t) => {
  const report = createSampleReport({ startSeconds: 0.84 });
  const { video } = report;
  const part = { startFrame: 100, endFrame: 350, startSeconds: 4.84, endSeconds: 14.84 };
  const cut = createFilm({ ...report, video: { ...video, part } }, { titles: {}, tracks: [] });
  t.like(cut, { firstFrame: 100, lastFrame: 349, startSeconds: 4.84, endSeconds: 14.84 });
  t.is(clampFrame(0, cut), 100);
  t.is(clampFrame(1e9, cut), 349);
  t.is(frameAt(4.84 + 10 / 25, cut), 110);
});

test('the page says which part was analysed', (t) => {
  const report = createSampleReport({});
  const text = ({ video }: Pick<typeof report, 'video'>) =>
    renderHeader({ ...report, video }).text + renderDetails({ ...report, video }).text;
  const part = { startFrame: 250, endFrame: 2500, startSeconds: 10, endSeconds: 100 };
  t.regex(text(report), /the whole video/);
  const cut = text({ video: { ...report.video, part } });
  t.regex(cut, /0:10 to 1:40 of /);
  t.regex(cut, /0:10\.0 to 1:40\.0 \(frames 250 to 2,499\)/);
});
