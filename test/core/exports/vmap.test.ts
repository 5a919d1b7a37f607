import test from 'ava';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { vmapFormat } from '../../../src/core/exports/vmap.ts';
import type { Report } from '../../../src/core/report.ts';
import { createSampleReport } from '../../helpers/sample-report.ts';

interface AdBreak {
  '@timeOffset': string;
  '@breakType': string;
  '@breakId': string;
  Extensions: { Extension: { '#text': number } };
}

const render = (report: Report) => vmapFormat.render(report, { thumbnails: new Map() });
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  isArray: (name) => name === 'AdBreak',
});
const readBreaks = (report: Report): AdBreak[] => parser.parse(render(report)).VMAP.AdBreak ?? [];

test('well formed, with the VMAP 1.0 root', (t) => {
  const text = render(createSampleReport());
  t.true(XMLValidator.validate(text));
  t.regex(
    text,
    /^<\?xml version="1.0" encoding="UTF-8"\?>\s*<vmap:VMAP xmlns:vmap="http:\/\/www.iab.net\/videosuite\/vmap" version="1.0">/,
  );
});

test('only safe breaks, in the order of time', (t) => {
  const report = createSampleReport({ shotCount: 60, sceneCount: 20, breakCount: 12 });
  report.storyBreaks.reverse();
  for (const storyBreak of report.storyBreaks) storyBreak.safe = storyBreak.index % 3 !== 0;
  const safe = report.storyBreaks.filter((storyBreak) => storyBreak.safe);
  t.is(safe.length, 8);
  const breaks = readBreaks(report);
  t.deepEqual(
    breaks.map((adBreak) => adBreak['@breakId']).sort(),
    safe.map(({ index }) => `break-${index + 1}`).sort(),
  );
  const offsets = breaks.map((adBreak) => adBreak['@timeOffset']);
  t.deepEqual(offsets, [...offsets].sort());
  for (const adBreak of breaks) {
    t.regex(adBreak['@timeOffset'], /^\d\d:\d\d:\d\d\.\d{3}$/);
    t.is(adBreak['@breakType'], 'linear');
    const source = report.storyBreaks.find(({ index }) => adBreak['@breakId'] === `break-${index + 1}`)!;
    t.is(adBreak.Extensions.Extension['#text'], source.score);
  }
});

test('a video without breaks gives an empty schedule', (t) => {
  const report = createSampleReport({ shotCount: 1, breakCount: 0 });
  t.true(XMLValidator.validate(render(report)));
  t.deepEqual(readBreaks(report), []);
});
