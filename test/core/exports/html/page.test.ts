import { createHash } from 'node:crypto';
import test from 'ava';
import { renderPage } from '../../../../src/core/exports/html/index.ts';
import { picturePaths, type Report } from '../../../../src/core/report.ts';
import { createSampleReport, createSampleThumbnails, HOSTILE_NAMES } from '../../../helpers/sample-report.ts';

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

test('a category that nobody judged reads "Not assessed" and nothing better', (t) => {
  const rows = [...page.matchAll(/<tr><th scope="row">.*?<\/tr>/gs)].map((match) => match[0]);
  const { categories } = sample.brandSafety;
  const open = rows.filter((row) => row.includes('Not assessed'));
  t.is(open.length, categories.filter(({ status }) => status === 'not-assessed').length);
  for (const row of open) t.notRegex(row, /badge-safe|No risk/);
});

test('what speaks against a break is told from what speaks for it', (t) => {
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
    'No brand is reported',
    'No product is reported',
    'judged no category',
  ]) {
    t.true(text.includes(words), words);
  }
});
