import VMAP from '@dailymotion/vmap';
import { DOMParser } from '@xmldom/xmldom';
import test from 'ava';
import { frameToMilliseconds } from '../../src/core/measurements/frame-units.ts';
import type { Report } from '../../src/core/report.ts';
import { vmapFormat } from '../../src/formats/vmap.ts';
import { createSampleReport, HOSTILE_NAMES } from '../helpers/sample-report.ts';
import { findSchemaFaults } from '../helpers/xml-schema.ts';

const render = (report: Report) => vmapFormat.render(report, { thumbnails: new Map() });
/** As a player's VMAP library reads it. */
const readBreaks = (report: Report) => new VMAP(new DOMParser().parseFromString(render(report), 'text/xml')).adBreaks;

test('an XML schema of VMAP 1.0 finds nothing wrong, whatever the name', async (t) => {
  const many = { shotCount: 60, sceneCount: 20, breakCount: 12, durationSeconds: 40_000 };
  const none = { shotCount: 1, breakCount: 0 };
  const texts = [{}, many, none, ...HOSTILE_NAMES.map((name) => ({ name }))].map((options) =>
    render(createSampleReport(options)),
  );
  t.deepEqual(await findSchemaFaults(texts, 'vmap.xsd'), []);
});

test('the schema finds what is wrong', async (t) => {
  const text = render(createSampleReport());
  const faults = [
    text.replace(/timeOffset="[^"]*"/, 'timeOffset="12.5"'),
    text.replace('breakType="linear"', 'breakType="inline"'),
    text.replace('videosuite/vmap"', 'videosuite/other"'),
    text.replace('version="1.0">', '>'),
    text.replaceAll('vmap:Extensions', 'vmap:Extras'),
  ];
  const found = (await findSchemaFaults(faults, 'vmap.xsd')).join('\n');
  for (const position of faults.keys()) t.true(found.includes(`${position}.xml`), found);
});

test('only safe breaks, in the order of time', (t) => {
  const report = createSampleReport({ shotCount: 60, sceneCount: 20, breakCount: 12 });
  report.storyBreaks.reverse();
  for (const storyBreak of report.storyBreaks) storyBreak.safe = storyBreak.index % 3 !== 0;
  const safe = report.storyBreaks.filter((storyBreak) => storyBreak.safe);
  t.is(safe.length, 8);
  const breaks = readBreaks(report);
  t.deepEqual(breaks.map(({ breakId }) => breakId).sort(), safe.map(({ index }) => `break-${index + 1}`).sort());
  const offsets = breaks.map(({ timeOffset }) => timeOffset);
  t.deepEqual(offsets, [...offsets].sort());
  for (const { breakId, breakType, timeOffset, extensions } of breaks) {
    const source = report.storyBreaks.find(({ index }) => breakId === `break-${index + 1}`)!;
    const [hours, minutes, seconds] = timeOffset.split(':').map(Number);
    t.is(
      Math.round((hours! * 3600 + minutes! * 60 + seconds!) * 1000),
      frameToMilliseconds(source.frame, report.video),
    );
    t.is(breakType, 'linear');
    t.is(Number(extensions[0]!.value), source.score);
  }
});

test('a video without breaks gives an empty schedule', (t) => {
  t.deepEqual(readBreaks(createSampleReport({ shotCount: 1, breakCount: 0 })), []);
});
