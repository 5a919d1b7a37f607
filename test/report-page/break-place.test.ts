import test from 'ava';
import type { Cue } from '../../src/core/report.ts';
import { describePlace } from '../../src/report-page/model/break-place.ts';
import { createSampleReport } from '../helpers/sample-report.ts';

const { shots, storyBreaks } = createSampleReport();
const films = shots.slice(0, 3).map((shot, index) => ({ ...shot, index }));
films[1] = {
  ...films[1]!,
  startFrame: 100,
  transitionIn: { type: 'cut', startFrame: 99, endFrame: 100, confidence: 0.9 },
};
films[2] = {
  ...films[2]!,
  startFrame: 200,
  transitionIn: { type: 'fade', startFrame: 180, endFrame: 220, confidence: 1 },
};
const place = (frame: number, ...cues: Cue[]) =>
  describePlace({ ...storyBreaks[0]!, frame, seconds: frame / 25 }, { shots: films, cues });

test('why a break lies on its frame', (t) => {
  t.is(place(100), 'Frame 100: the first frame of shot 2, after a cut (confidence 0.90).');
  t.is(
    place(190, { type: 'black', startSeconds: 7.4, endSeconds: 7.8 }),
    'Frame 190: the middle of 400 ms of black, in a fade into shot 3 (frames 180 to 220, confidence 1.00).',
  );
  t.is(
    place(150, { type: 'silence', startSeconds: 5, endSeconds: 6.5 }),
    'Frame 150: inside shot 2, in 1.5 s of silence.',
  );
  t.is(
    place(100, { type: 'black', startSeconds: 3.9, endSeconds: 4.1 }),
    'Frame 100: the middle of 200 ms of black, at the first frame of shot 2, after a cut (confidence 0.90).',
  );
});
