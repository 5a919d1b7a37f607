import { join } from 'node:path';
import test from 'ava';
import type { Report } from '../../src/core/report.ts';
import { edlFormat } from '../../src/formats/edl.ts';
import { makeFolder, PICTURES, testFfmpeg, writeClip } from '../helpers/clips.ts';
import { hashFrames } from '../helpers/frame-hashes.ts';
import { createSampleReport, HOSTILE_NAMES } from '../helpers/sample-report.ts';

const render = (report: Report) => edlFormat.render(report, { thumbnails: new Map() });
const EVENT =
  /^(\d{3,}) {2}AX {7}V {5}(C {3}|D {3}|W001) ( {3}|\d{3}) (\d\d:\d\d:\d\d[:;]\d\d) (\d\d:\d\d:\d\d[:;]\d\d) (\d\d:\d\d:\d\d[:;]\d\d) (\d\d:\d\d:\d\d[:;]\d\d)$/;

interface Event {
  readonly number: number;
  readonly effect: string;
  /** Of a mix, in frames. */
  readonly length: number;
  readonly source: readonly [string, string];
  readonly record: readonly [string, string];
}

const readLines = (text: string): Event[] =>
  text.split('\r\n').flatMap((line) => {
    const match = EVENT.exec(line);
    if (!match) return [];
    const [, number, effect, length, sourceIn, sourceOut, recordIn, recordOut] = match as unknown as string[];
    return {
      number: Number(number),
      effect: effect!.trim(),
      length: Number(length),
      source: [sourceIn!, sourceOut!],
      record: [recordIn!, recordOut!],
    };
  });
/** The lines that show something: a mix is led by a line of no length, which names what it comes from. */
const readEvents = (text: string): Event[] => readLines(text).filter(({ source: [from, to] }) => from !== to);

/** Frame number of a timecode, by SMPTE ST 12-1's own rule of what is dropped. */
function toFrame(timecode: string, nominal: number): number {
  const [hours, minutes, seconds, frames] = timecode.split(/[:;]/).map(Number) as [number, number, number, number];
  const total = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames;
  const allMinutes = hours * 60 + minutes;
  return timecode.includes(';') ? total - (nominal / 15) * (allMinutes - Math.floor(allMinutes / 10)) : total;
}

test('an event a shot, tiling the video, source and record alike', (t) => {
  const report = createSampleReport();
  const text = render(report);
  const events = readEvents(text);
  t.is(events.length, report.shots.length);
  let lastEnd = '00:00:00:00';
  for (const [i, { number, source, record }] of events.entries()) {
    t.is(number, i + 1);
    t.is(source[0], lastEnd);
    t.deepEqual(record, source);
    lastEnd = source[1];
  }
  t.is(lastEnd, report.shots.at(-1)!.endTimecode);
  t.is(text.split('\r\n')[1], 'FCM: NON-DROP FRAME');
});

test('dissolves and wipes begin at their first mixed frame and have its length; the rest are cuts', (t) => {
  for (const [rate, nominal] of [
    [{ numerator: 25, denominator: 1 }, 25],
    [{ numerator: 30_000, denominator: 1001 }, 30],
    [{ numerator: 60_000, denominator: 1001 }, 60],
  ] as const) {
    const report = createSampleReport({ frameRate: rate, shotCount: 90, durationSeconds: 1500 });
    const lines = readLines(render(report));
    const effects = { start: 'C', cut: 'C', fade: 'C', dissolve: 'D', wipe: 'W001' };
    for (const [i, { effect, length, source }] of readEvents(render(report)).entries()) {
      const { transitionIn, startFrame } = report.shots[i]!;
      const { type } = transitionIn;
      t.is(effect, effects[type]);
      const isMix = effect !== 'C';
      t.is(toFrame(source[0], nominal), isMix ? transitionIn.startFrame + 1 : startFrame);
      t.is(length, isMix ? transitionIn.endFrame - transitionIn.startFrame - 1 : 0);
      const own = lines.filter(({ number }) => number === i + 1);
      t.deepEqual(
        own.map((line) => [line.effect, line.source[0]]),
        isMix
          ? [
              ['C', source[0]],
              [effect, source[0]],
            ]
          : [['C', source[0]]],
      );
    }
    t.true(lines.some(({ effect }) => effect === 'D') && lines.some(({ effect }) => effect === 'W001'));
  }
});

test('mixes that would overlap, or are too long for the list, are cuts', (t) => {
  const report = createSampleReport({ shotCount: 4, sceneCount: 1, durationSeconds: 200 });
  const [, second, third, fourth] = report.shots;
  second!.transitionIn = {
    type: 'dissolve',
    startFrame: second!.startFrame - 9,
    endFrame: second!.endFrame - 5,
    confidence: 1,
  };
  third!.transitionIn = {
    type: 'wipe',
    startFrame: third!.startFrame - 9,
    endFrame: third!.startFrame + 9,
    confidence: 1,
  };
  fourth!.transitionIn = {
    type: 'dissolve',
    startFrame: fourth!.startFrame - 600,
    endFrame: fourth!.startFrame + 600,
    confidence: 1,
  };
  const events = readEvents(render(report));
  t.deepEqual(
    events.map(({ effect }) => effect),
    ['C', 'D', 'C', 'C'],
  );
  let lastEnd = '00:00:00:00';
  for (const { source } of events) {
    t.is(source[0], lastEnd);
    lastEnd = source[1];
  }
});

test('ffmpeg, cutting a video at the list’s timecodes, gives every picture once and in order', async (t) => {
  const folder = await makeFolder();
  t.teardown(folder.remove);
  const ffmpeg = await testFfmpeg();
  const frameRate = { numerator: 30_000, denominator: 1001 };
  const clip = await writeClip(ffmpeg, join(folder.path, 'clip.mp4'), {
    parts: [[PICTURES.chart, 6]],
    size: '160x90',
    rate: '30000/1001',
    sound: null,
    outputOptions: ['-c:v', 'mpeg4'],
  });
  const report = createSampleReport({ frameRate, durationSeconds: 180 / (30_000 / 1001), shotCount: 5, sceneCount: 1 });
  report.shots[2]!.transitionIn.type = 'dissolve';
  const hashes = (filter: string) => hashFrames(ffmpeg, clip, filter);
  const whole = await hashes('null');
  t.is(new Set(whole).size, 180);
  const cut: string[] = [];
  for (const { source } of readEvents(render(report))) {
    const [from, to] = source.map((timecode) => toFrame(timecode, 30));
    cut.push(...(await hashes(`trim=start_frame=${from}:end_frame=${to}`)));
  }
  t.deepEqual(cut, whole);
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
  t.is(readEvents(render(report)).at(-1)!.number, 1200);
});
