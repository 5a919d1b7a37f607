import { createHash } from 'node:crypto';
import test from 'ava';
import { picturePaths, type Report } from '../../src/core/report.ts';
import { renderPage } from '../../src/report-page/index.ts';
import {
  createSampleReport,
  createSampleThumbnails,
  HOSTILE_NAMES,
  withMissingPictures,
} from '../helpers/sample-report.ts';

const render = (report: Report) => renderPage(report, { thumbnails: createSampleThumbnails(report) });
const sample = createSampleReport({ appearances: true });
const page = render(sample);

/** The page without the blocks that hold its script, its style and its data. */
const markupOf = (text: string) => text.replaceAll(/<(script|style)\b[^>]*>.*?<\/\1>/gs, '');
const readBlock = (text: string, id: string) =>
  JSON.parse(new RegExp(`<script type="application/json" id="${id}">(.*?)</script>`, 's').exec(text)![1]!);

test('the policy names exactly the script and the style of the page', (t) => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)![1]!.replaceAll('&#39;', "'");
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const script = /<script>(.*?)<\/script>/s.exec(page)![1]!;
  const style = /<style>(.*?)<\/style>/s.exec(page)![1]!;
  t.true(policy.includes(`script-src ${hash(script)};`));
  t.true(policy.includes(`style-src ${hash(style)};`));
  t.regex(policy, /^default-src 'none';/);
  t.notRegex(policy, /unsafe|https?:|\*/);
  t.is(page.match(/<script>/g)?.length, 1);
  t.is(page.match(/<style>/g)?.length, 1);
});

test('the page refers to nothing outside itself', (t) => {
  const addresses = [...markupOf(page).matchAll(/\s(?:src|href|action|poster|data|style|on\w+)="([^"]*)"/g)];
  const outside = addresses
    .map((match) => match[1]!)
    .filter((address) => !/^(#|data:image\/gif;base64,)/.test(address));
  t.deepEqual(outside, ['https://shop.example/mug?a=1&amp;b=2']);
});

test('the page carries the whole report and its pictures', (t) => {
  t.deepEqual(readBlock(page, 'report-data'), sample);
  t.is(Object.keys(readBlock(page, 'picture-data')).length, picturePaths(sample).length);
});

test('no name makes a tag', (t) => {
  for (const name of HOSTILE_NAMES) {
    const report = createSampleReport({ name });
    report.warnings = [{ code: name, message: name }];
    report.scenes[0]!.labels = [{ name, taxonomy: name, confidence: 0.5 }];
    report.scenes[0]!.safety.reasons = [{ category: name, risk: 'low', confidence: 0.5 }];
    report.labels[0]!.name = name;
    report.models[0]!.name = name;
    report.usage.engine = name;
    report.brandSafety.categories[0]!.category = name;
    const text = markupOf(render(report));
    t.notRegex(text, /<img src=x|<script>|onerror=alert\(1\)>(?!\.mp4<)/, name);
    t.deepEqual(readBlock(render(report), 'report-data'), JSON.parse(JSON.stringify(report)));
  }
});

test('why there is no break is told where the breaks would be, other warnings above all', (t) => {
  const report = { ...createSampleReport(), storyBreaks: [] };
  report.warnings = [
    { code: 'no-breaks', message: 'No story break was found: a reason.' },
    { code: 'damaged', message: 'Parts are damaged.' },
  ];
  const text = markupOf(render(report));
  const [warnings] = /<aside class="warnings".*?<\/aside>/s.exec(text)!;
  t.true(warnings.includes('Parts are damaged.') && !warnings.includes('a reason'));
  t.regex(text, /<section[^>]*id="breaks".*?<p class="empty">No story break was found: a reason\.<\/p>/s);
});

test('categories that were not assessed stand apart, each "Not assessed", with the reason', (t) => {
  const { categories } = sample.brandSafety;
  const [judged, open] = /<ol class="list" id="categories">(.*?)<\/ol><h3(.*?)<section/s.exec(page)!.slice(1);
  const openItems = [...open!.matchAll(/<li>.*?<\/li>/gs)].map((match) => match[0]);
  t.is(openItems.length, categories.filter(({ status }) => status === 'not-assessed').length);
  for (const item of openItems) t.true(item.includes('Not assessed') && !/badge-safe|No risk/.test(item), item);
  t.true(open!.includes('No network or head of this analysis covers it.'));
  t.false(judged!.includes('Not assessed'));
  t.is(
    judged!.match(/<li class="category">/g)?.length,
    categories.filter(({ status }) => status === 'assessed').length,
  );
});

test('a category shows its verdict, the frames that are the reason, and what of it was judged', (t) => {
  const category = sample.brandSafety.categories.find(
    ({ note, segments }) => note?.startsWith('Judged by') && segments.length > 0,
  )!;
  const cards = page.split('<li class="category">').slice(1);
  const card = cards.find((text) => text.includes(category.note!.slice(0, 20)))!;
  const [segment] = category.segments;
  t.true(card.includes(`data-frame="${segment!.frame}"`));
  t.true(card.includes(`data-picture="${segment!.thumbnail}"`));
  t.regex(card, /(Firearms|Alcohol), (medium|high) risk: \d+ of \d+ frames over [\d.]+ s, 0\.\d\d/);
  t.true(page.includes('Policy: Standard'));
});

test('beside the verdict on adult content stands that nobody measured how much of it is found', (t) => {
  const [, judged] = /<ol class="list" id="categories">(.*?)<\/ol><h3/s.exec(page)!;
  const cards = judged!.split('<li class="category">').slice(1);
  const adult = cards.filter((text) => text.includes('has not been measured'));
  t.is(adult.length, 1);
  t.regex(
    adult[0]!,
    /^<h3>Adult &amp; Explicit Sexual Content <[^>]*badge.*<p class="note">How much explicit content is found/s,
  );
});

test('the verdict says what it rests on, a line a category, leading to where it is', (t) => {
  const [, reasons] = /<ul class="reasons">(.*?)<\/ul>/s.exec(page)!;
  const { restsOn } = sample.brandSafety;
  t.true(restsOn.length > 0);
  t.is(reasons!.match(/<li>/g)?.length, restsOn.length);
  t.true(reasons!.includes(`${restsOn[0]!.agreeing} of ${restsOn[0]!.samples} frames over`));
  t.true(reasons!.includes('network safety'));
});

test('a brand has its pictures with a box, its times, and which evidence counted', (t) => {
  const [card] = page.split('<li class="detection">').slice(1);
  const { box } = sample.brands[0]!.segments[0]!;
  t.true(card!.includes(`x="${box.left * 1920}" y="${box.top * 1080}"`));
  t.true(card!.includes('in 5 sampled frames, by 23 details in the surest'));
  t.true(card!.includes('Acme &lt;Cola&gt;'));
});

test('what counts against a break is told from what supports it', (t) => {
  const against = sample.storyBreaks.flatMap(({ reasons }) =>
    reasons.filter(({ value, weight }) => value * weight < 0),
  );
  t.true(against.length > 0);
  t.is(page.match(/<li class="against">/g)?.length, against.length);
  const crowded = sample.storyBreaks[0]!.reasons.find(({ weight }) => weight < 0)!;
  const share = String(Math.round(100 * crowded.value * crowded.weight) / 100).replace('-', '−');
  t.true(page.includes(`× −0.2 =</span> ${share}</span>`));
});

test('empty parts say so', (t) => {
  const report = createSampleReport({ shotCount: 1, breakCount: 0 });
  report.labels = [];
  report.brandSafety.categories = [];
  const text = markupOf(render(report));
  for (const words of [
    'No place in this video',
    'No label was sure enough',
    'Brands were not assessed',
    'Products were not assessed',
    'judged no category',
  ]) {
    t.true(text.includes(words), words);
  }
});

test('not assessed, nothing to search for and nothing seen are told apart', (t) => {
  const empty = { ...sample, brands: [], productListings: [] };
  const sha256 = '0'.repeat(64);
  const told = (brandIndex: Report['brandIndex'], catalogue: Report['catalogue']) =>
    markupOf(render({ ...empty, brandIndex, catalogue }));
  t.true(told({ sha256, items: 3 }, null).includes('No brands of the 3 were seen.'));
  t.true(told({ sha256, items: 3 }, null).includes('Products were not assessed'));
  t.true(told(null, { sha256, items: 1 }).includes('The one product was not seen.'));
  t.true(told(null, { sha256, items: 0 }).includes('The catalogue holds no product.'));
});

test('the details say what timecodes count, and where the source begins', (t) => {
  const detail = (options: Parameters<typeof createSampleReport>[0], name: string) =>
    new RegExp(`<dt>${name}</dt><dd>([^<]*)</dd>`).exec(render(createSampleReport(options)))?.[1];
  const NTSC = { numerator: 30_000, denominator: 1001 };
  t.is(detail({}, 'Timecode counts'), '25 fps');
  t.is(detail({}, 'Starts in the source at'), undefined);
  t.is(detail({ frameRate: NTSC }, 'Timecode counts'), '29.97 fps, drop-frame');
  t.is(detail({ frameRate: NTSC, startTimecode: '01:00:00:00' }, 'Timecode counts'), '29.97 fps');
  t.is(detail({ frameRate: NTSC, startTimecode: '01:00:00:00' }, 'Starts in the source at'), '01:00:00:00');
  t.is(
    detail({ frameRate: { numerator: 25, denominator: 2 } }, 'Timecode counts'),
    '25 fps, by time: the pictures come at another rate',
  );
});

test('what nobody saw is said beside the verdict, at its scene and in the legend', (t) => {
  t.notRegex(markupOf(page), /Not seen|could not be decoded/);
  const text = markupOf(render(withMissingPictures(sample)));
  t.is(text.match(/3\.0 s of 600\.0 s of the pictures could not be decoded/g)?.length, 2);
  t.regex(text, /swatch-not-seen"><\/span>Not seen/);
  t.regex(text, /aria-label="Go to 00:00:02:00"/);
});
