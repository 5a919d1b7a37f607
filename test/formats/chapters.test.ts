import { execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import webvtt from 'webvtt-parser';
import { frameToMilliseconds } from '../../src/core/measurements/frame-units.ts';
import type { Report } from '../../src/core/report.ts';
import { nameScene } from '../../src/core/wording/label-title.ts';
import { ffmetadataFormat } from '../../src/formats/ffmetadata.ts';
import { vttFormat } from '../../src/formats/vtt.ts';
import { makeFolder, PICTURES, testFfmpeg, writeClip } from '../helpers/clips.ts';
import { createSampleReport, HOSTILE_NAMES } from '../helpers/sample-report.ts';

const renderVtt = (report: Report) => vttFormat.render(report, { thumbnails: new Map() });
const renderMetadata = (report: Report) => ffmetadataFormat.render(report, { thumbnails: new Map() });

const ffmpeg = await testFfmpeg();

/** What ffmpeg makes of chapters when it reads and writes them again. */
const throughFfmpeg = (format: 'ffmetadata', text: string): string =>
  execFileSync(ffmpeg.path, ['-v', 'error', '-f', format, '-i', 'pipe:0', '-f', 'ffmetadata', 'pipe:1'], {
    input: text,
    encoding: 'utf8',
  });

const nameLabels = (report: Report, name: string): Report => {
  for (const scene of report.scenes) scene.labels = [{ name, taxonomy: 'x', confidence: 0.9 }];
  return report;
};

test('WebVTT: a cue a scene, one after the other', (t) => {
  const report = createSampleReport({ sceneCount: 3, shotCount: 9, durationSeconds: 30 });
  const [head, ...cues] = renderVtt(report).trimEnd().split('\n\n');
  t.is(head, 'WEBVTT');
  t.is(cues.length, 3);
  let lastEnd = '00:00:00.000';
  for (const [i, cue] of cues.entries()) {
    const [id, times, title] = cue.split('\n');
    t.is(id, `scene-${i + 1}`);
    const [, start, end] = /^(\d\d:\d\d:\d\d\.\d{3}) --> (\d\d:\d\d:\d\d\.\d{3})$/.exec(times!)!;
    t.is(start, lastEnd);
    t.true(start! < end!);
    lastEnd = end!;
    t.regex(title!, new RegExp(`^Scene ${i + 1}: `));
  }
  t.is(lastEnd, '00:00:30.000');
});

test('WebVTT: the W3C’s parser and validator of chapters finds nothing wrong, whatever the labels', (t) => {
  for (const name of ['kitchen', ...HOSTILE_NAMES, 'a --> b', '<v Fred>', '&nbsp', 'WEBVTT', 'NOTE x']) {
    const report = nameLabels(createSampleReport({ startSeconds: 0.04 }), name);
    const { cues, errors } = new webvtt.WebVTTParser().parse(renderVtt(report), 'chapters');
    t.deepEqual(errors, [], name);
    t.is(cues.length, report.scenes.length);
    for (const [i, { startTime, endTime, id, text }] of cues.entries()) {
      const { startFrame, endFrame } = report.scenes[i]!;
      t.is(id, `scene-${i + 1}`);
      t.deepEqual(
        [startTime, endTime].map((seconds) => Math.round(seconds * 1000)),
        [startFrame, endFrame].map((frame) => frameToMilliseconds(frame, report.video)),
      );
      t.is(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'), nameScene(report.scenes[i]!));
    }
  }
});

test('WebVTT: a label cannot end its cue or start markup', (t) => {
  const report = nameLabels(createSampleReport({ sceneCount: 1, shotCount: 1 }), '<b>x</b>\n\n00:00 --> 00:01 & more');
  const lines = renderVtt(report).split('\n');
  t.is(lines.filter((line) => line.includes('-->')).length, 1);
  t.is(lines[4], 'Scene 1: &lt;b&gt;x&lt;/b&gt; 00:00 --&gt; 00:01 &amp; more');
});

test('FFMETADATA: ffmpeg reads the same chapters', (t) => {
  const report = createSampleReport({ startSeconds: 0.84 });
  const read = throughFfmpeg('ffmetadata', renderMetadata(report));
  const values = (key: string) =>
    [...read.matchAll(new RegExp(`^${key}=(\\d+)$`, 'gm'))].map((match) => Number(match[1]));
  t.deepEqual(
    values('START'),
    report.scenes.map(({ startFrame }) => frameToMilliseconds(startFrame, report.video)),
  );
  t.deepEqual(
    values('END'),
    report.scenes.map(({ endFrame }) => frameToMilliseconds(endFrame, report.video)),
  );
});

test('FFMETADATA: ffmpeg writes the chapters into a video, which then has them', async (t) => {
  const folder = await makeFolder();
  t.teardown(folder.remove);
  const clip = await writeClip(ffmpeg, join(folder.path, 'clip.mp4'), {
    parts: [[PICTURES.chart, 6]],
    size: '160x90',
    outputOptions: ['-c:v', 'mpeg4'],
  });
  const report = nameLabels(createSampleReport({ durationSeconds: 6, shotCount: 3, sceneCount: 3 }), 'a=b;c#d');
  const metadata = join(folder.path, 'chapters.ffmetadata');
  const out = join(folder.path, 'out.mkv');
  await writeFile(metadata, renderMetadata(report));
  // The command of the documentation.
  execFileSync(ffmpeg.path, ['-v', 'error', '-i', clip, '-i', metadata, '-map_chapters', '1', '-c', 'copy', out]);
  const { stderr } = spawnSync(ffmpeg.path, ['-i', out], { encoding: 'utf8' });
  const found = [...stderr.matchAll(/Chapter #0:\d+: start ([\d.]+), end ([\d.]+)\s+Metadata:\s+title +: (.*)/g)];
  t.deepEqual(
    found.map(([, start, end, title]) => [Number(start), Number(end), title]),
    report.scenes.map((scene) => [scene.startSeconds, scene.endSeconds, nameScene(scene)]),
  );
});

test('FFMETADATA: hostile names and labels stay values', (t) => {
  for (const name of HOSTILE_NAMES) {
    const report = nameLabels(createSampleReport({ name, sceneCount: 2, shotCount: 4 }), name);
    const text = renderMetadata(report);
    const read = throughFfmpeg('ffmetadata', text);
    t.is(read.match(/^\[CHAPTER\]$/gm)?.length, 2, name);
    t.is(read.match(/^title=/gm)?.length, 3, name);
  }
});
