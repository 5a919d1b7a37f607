import test from 'ava';
import { edlFormat } from '../../../src/core/exports/edl.ts';
import type { Report } from '../../../src/core/report.ts';
import { createSampleReport, HOSTILE_NAMES } from '../../helpers/sample-report.ts';

const render = (report: Report) => edlFormat.render(report, { thumbnails: new Map() });
const EVENT =
  /^(\d{3,}) {2}AX {7}V {5}C {8}(\d\d:\d\d:\d\d[:;]\d\d) (\d\d:\d\d:\d\d[:;]\d\d) (\d\d:\d\d:\d\d[:;]\d\d) (\d\d:\d\d:\d\d[:;]\d\d)$/;
const readEvents = (text: string) =>
  text
    .split('\r\n')
    .map((line) => EVENT.exec(line))
    .filter((match) => match !== null);

test('a cut a shot, tiling the video, source and record alike', (t) => {
  const report = createSampleReport();
  const text = render(report);
  const events = readEvents(text);
  t.is(events.length, report.shots.length);
  let lastEnd = '00:00:00:00';
  for (const [i, [, number, sourceIn, sourceOut, recordIn, recordOut]] of events.entries()) {
    t.is(Number(number), i + 1);
    t.is(sourceIn, lastEnd);
    t.is(sourceOut, report.shots[i]!.endTimecode);
    t.deepEqual([recordIn, recordOut], [sourceIn, sourceOut]);
    lastEnd = sourceOut!;
  }
  t.is(text.split('\r\n')[1], 'FCM: NON-DROP FRAME');
});

test('drop-frame rates say so', (t) => {
  const report = createSampleReport({ frameRate: { numerator: 30_000, denominator: 1001 } });
  t.is(render(report).split('\r\n')[1], 'FCM: DROP FRAME');
  t.is(readEvents(render(report)).length, report.shots.length);
});

test('soft transitions are named in comments', (t) => {
  const report = createSampleReport();
  const soft = report.shots.filter(({ transitionIn }) => !['start', 'cut'].includes(transitionIn.type));
  const comments = render(report).match(/^\* TRANSITION IN: (DISSOLVE|FADE|WIPE), FRAMES \d+ TO \d+\r$/gm);
  t.is(comments?.length, soft.length);
});

test('a name cannot add lines, and the title is at most 70 characters', (t) => {
  for (const name of [...HOSTILE_NAMES, `${'long '.repeat(40)}.mp4`, '👩‍🎨'.repeat(60)]) {
    const report = createSampleReport({ name, shotCount: 2, sceneCount: 1 });
    const lines = render(report).split(/\r\n|[\n\r\u2028]/);
    t.is(readEvents(render(report)).length, 2);
    t.is(lines.filter((line) => line.startsWith('* FROM CLIP NAME: ')).length, 2, name);
    t.true([...lines[0]!].length <= 'TITLE: '.length + 70);
  }
});

test('more than 999 shots are numbered on', (t) => {
  const report = createSampleReport({ shotCount: 1200, durationSeconds: 3600 });
  t.is(readEvents(render(report)).at(-1)![1], '1200');
});
