import { execFileSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import type { Browser, Page } from 'playwright-core';
import { toSingleLine } from '../../src/core/wording/text.ts';
import { jsonFormat } from '../../src/formats/json.ts';
import { createSampleReport, createVideoLabel, HOSTILE_NAMES } from '../helpers/sample-report.ts';
import { DESKTOP, launch, openReport, PHONE, sidewaysOverflow } from './open-report.ts';

const test = anyTest as TestFn<{ browser: Browser }>;
test.before(async (t) => {
  t.context = { browser: await launch() };
});
test.after.always(async (t) => {
  await t.context.browser?.close();
});

/** The sample that most tests look at. */
const sample = createSampleReport({ appearances: true });
const background = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor');
const visible = (page: Page, selector: string) => page.locator(selector).filter({ visible: true }).count();

/** The timeline's lanes: the pointer goes to a share of one's width, and what the preview then tells. */
async function findLanes(page: Page) {
  const box = (await page.locator('#lane-canvas').boundingBox())!;
  return {
    told: () => page.locator('#preview-text').textContent(),
    async moveTo(name: string, share: number) {
      const lane = (await page.locator('#lane-names span', { hasText: name }).boundingBox())!;
      await page.mouse.move(box.x + share * box.width, lane.y + lane.height / 2);
    },
  };
}

test('opens without a request, an error or a violation of its policy', async (t) => {
  const { page, close } = await openReport(t.context.browser, sample);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForTimeout(300);
  await page.locator('#scene-2 summary').click();
  await page.getByRole('link', { name: 'Details' }).click();
  t.deepEqual(await close(), []);
});

test('its policy allows no network, no foreign script and no markup from text', async (t) => {
  const { page, problems, close } = await openReport(t.context.browser, sample);
  const outcomes = await page.evaluate(`(async () => {
    const outcomes = [];
    await fetch('https://example.com/').then(() => outcomes.push('fetched'), () => {});
    try { document.body.insertAdjacentHTML('beforeend', '<b id="made">x</b>'); } catch {}
    const script = document.createElement('script');
    try { script.text = 'window.ran = true'; document.body.append(script); } catch {}
    if (document.getElementById('made')) outcomes.push('markup');
    if (window.ran) outcomes.push('script');
    return outcomes;
  })()`);
  t.deepEqual(outcomes, []);
  await page.waitForTimeout(200);
  for (const directive of ['connect-src', 'require-trusted-types-for']) {
    t.true(
      problems.some((problem) => problem.startsWith(`policy: ${directive}`)),
      problems.join('\n'),
    );
  }
  await close();
});

test('names that look like markup stay text', async (t) => {
  for (const name of HOSTILE_NAMES) {
    const report = createSampleReport({ name, shotCount: 3, sceneCount: 2 });
    for (const scene of report.scenes) scene.labels = [{ name, taxonomy: name, confidence: 0.9 }];
    report.labels = [createVideoLabel({ name, taxonomy: name, confidence: 0.9 })];
    report.warnings = [{ code: name, message: name }];
    report.cues = [];
    const { page, close } = await openReport(t.context.browser, report);
    const shown = name.replace('\ud800', '\ufffd').replace('\0', '').replace('\r\n', '\n');
    t.is(await page.locator('h1').textContent(), shown);
    t.is(await page.title(), `${toSingleLine(name).replace('\ud800', '\ufffd')} · Reelsight`);
    t.is(await page.locator('h1 *:not(bdi), .chips b, .warnings img').count(), 0);
    await page.getByRole('slider', { name: 'Playhead' }).hover();
    t.deepEqual(await close(), []);
  }
});

test('only web addresses of products become links', async (t) => {
  const { page, close } = await openReport(t.context.browser, sample);
  const links = await page
    .locator('#products a')
    .evaluateAll((elements) => elements.map((a) => a.getAttribute('href')));
  t.deepEqual(links, ['https://shop.example/mug?a=1&b=2']);
  await close();
});

test('the keyboard steps through frames, shots, scenes and breaks', async (t) => {
  const { page, frame, close } = await openReport(t.context.browser, sample);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
    await page.waitForTimeout(60);
    return frame();
  };
  const { shots, scenes, storyBreaks, video } = sample;
  t.is(await frame(), 0);
  t.is(await press('ArrowLeft'), 0);
  t.is(await press('ArrowRight', 'ArrowRight'), 2);
  t.is(await press('ArrowLeft'), 1);
  t.is(await press('Shift+ArrowRight'), shots[1]!.startFrame);
  t.is(await press('Shift+ArrowLeft'), shots[0]!.startFrame);
  t.is(await press(']', ']'), scenes[2]!.startFrame);
  t.is(await press('['), scenes[1]!.startFrame);
  t.is(await press('End'), video.frameCount - 1);
  t.is(await press('Home'), 0);
  t.is(await press('b'), storyBreaks[0]!.frame);
  t.is(await press('b'), storyBreaks[1]!.frame);
  t.is(await press('Shift+B'), storyBreaks[0]!.frame);
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  t.is(await press('Home', 'ArrowDown'), shots[1]!.startFrame);
  t.deepEqual(await close(), []);
});

test('keys typed into a field stay there, and all keys can be switched off', async (t) => {
  const { page, frame, close } = await openReport(t.context.browser, sample);
  await page.getByPlaceholder('Find a label').pressSequentially('b]b');
  t.is(await page.getByPlaceholder('Find a label').inputValue(), 'b]b');
  t.is(await frame(), 0);
  await page.getByPlaceholder('Find a label').blur();
  await page.keyboard.press('?');
  t.true(await page.getByRole('dialog').isVisible());
  await page.getByRole('checkbox', { name: 'Keys are on' }).uncheck();
  await page.keyboard.press('Escape');
  t.false(await page.getByRole('dialog').isVisible());
  await page.keyboard.press('b');
  await page.keyboard.press('?');
  t.is(await frame(), 0);
  t.false(await page.getByRole('dialog').isVisible());
  t.deepEqual(await close(), []);
});

test('the timeline zooms, scrolls and seeks where it is clicked', async (t) => {
  const { page, frame, close } = await openReport(t.context.browser, sample);
  const width = () => page.evaluate<number>("document.getElementById('lane-content').offsetWidth");
  const whole = await width();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  t.true((await width()) > whole * 2);
  for (let i = 0; i < 40; i++) await page.keyboard.press('+');
  t.true((await width()) <= 15 * sample.video.frameCount);
  await page.keyboard.press('End');
  await page.waitForTimeout(60);
  t.true(await page.evaluate<boolean>("document.getElementById('lane-scroll').scrollLeft > 1000"));
  await page.keyboard.press('0');
  t.is(await width(), whole);
  const box = (await page.locator('#lane-canvas').boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + 120);
  await page.waitForTimeout(60);
  t.true(Math.abs((await frame()) - sample.video.frameCount / 2) <= 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 4, box.y + 120, { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(60);
  t.true(Math.abs((await frame()) - sample.video.frameCount / 4) <= 20);
  t.true(await page.locator('#preview').isVisible());
  t.regex((await page.locator('#preview-text').textContent())!, /^Scene \d+: /);
  t.deepEqual(await close(), []);
});

test('a click on a pin goes to its break', async (t) => {
  const { page, frame, close } = await openReport(t.context.browser, sample);
  const box = (await page.locator('#lane-canvas').boundingBox())!;
  const { seconds, frame: expected, index } = sample.storyBreaks[2]!;
  await page.mouse.click(box.x + (seconds / sample.video.durationSeconds) * box.width, box.y + 36);
  await page.waitForTimeout(60);
  t.is(await frame(), expected);
  t.true(await page.locator(`#break-${index}.current`).isVisible());
  t.deepEqual(await close(), []);
});

test('breaks are filtered by safety and score, and put in order', async (t) => {
  const storyBreaks = sample.storyBreaks.map((storyBreak) => ({ ...storyBreak, safe: storyBreak.index !== 1 }));
  const { page, close } = await openReport(t.context.browser, { ...sample, storyBreaks });
  const safe = storyBreaks.filter((storyBreak) => storyBreak.safe);
  t.true(safe.length < storyBreaks.length);
  await page.getByRole('checkbox', { name: 'Safe only' }).check();
  t.is(await visible(page, '[data-break]'), safe.length);
  await page.getByRole('slider', { name: /Score from/ }).fill('0.75');
  t.is(await visible(page, '[data-break]'), safe.filter(({ score }) => score >= 0.75).length);
  t.regex((await page.locator('#breaks-shown').textContent())!, /^\d+ of 5 shown$/);
  await page.getByRole('slider', { name: /Score from/ }).fill('0');
  await page.getByRole('checkbox', { name: 'Safe only' }).uncheck();
  const order = () =>
    page.locator('[data-break]').evaluateAll((items) => items.map((item) => Number(item.getAttribute('data-break'))));
  const byScore = [...storyBreaks].sort((a, b) => b.score - a.score).map(({ index }) => index);
  t.deepEqual(await order(), byScore);
  await page.getByRole('combobox', { name: 'Order' }).selectOption('time');
  t.deepEqual(
    await order(),
    storyBreaks.map(({ index }) => index),
  );
  t.deepEqual(await close(), []);
});

test('scenes are filtered by verdict and by label', async (t) => {
  const { page, close } = await openReport(t.context.browser, sample);
  const ofVerdict = (verdict: string) => sample.scenes.filter(({ safety }) => safety.verdict === verdict).length;
  await page.getByRole('checkbox', { name: 'Safe', exact: true }).uncheck();
  t.is(await visible(page, '[data-scene]'), ofVerdict('review') + ofVerdict('unsafe'));
  await page.getByRole('checkbox', { name: 'Review' }).uncheck();
  await page.getByRole('checkbox', { name: 'Unsafe' }).uncheck();
  t.is(await visible(page, '[data-scene]'), 0);
  t.true(await page.getByText('No scene matches the filters.').isVisible());
  await page.getByRole('button', { name: 'Reset filters' }).click();
  t.is(await visible(page, '[data-scene]'), sample.scenes.length);
  await page.locator('#labels').getByRole('button', { name: 'Kitchen', exact: true }).click();
  const shown = await visible(page, '[data-scene]');
  t.true(shown > 0 && shown < sample.scenes.length);
  t.is(await page.getByPlaceholder('Find a label').inputValue(), 'kitchen');
  t.deepEqual(await close(), []);
});

test('the theme follows the system until the reader switches it', async (t) => {
  const { page, close } = await openReport(t.context.browser, sample, { colorScheme: 'light' });
  const light = await background(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await background(page);
  t.not(light, dark);
  await page.getByRole('button', { name: 'Switch between light and dark' }).click();
  t.is(await background(page), light);
  await page.keyboard.press('t');
  t.is(await background(page), dark);
  t.deepEqual(await close(), []);
});

test('pictures are shown, and their lack is', async (t) => {
  const { page, close } = await openReport(t.context.browser, sample);
  await page.waitForFunction("document.getElementById('frame').naturalWidth === 16");
  const first = page.locator('#break-list img').first();
  await first.scrollIntoViewIfNeeded();
  await page.waitForFunction("document.querySelector('#break-list img').naturalWidth === 16");
  t.deepEqual(await close(), []);
  const without = await openReport(t.context.browser, sample, { thumbnails: new Map() });
  t.true(await without.page.getByText('No picture of this shot').isVisible());
  const moments = await without.page.locator('.moment').count();
  t.true(moments > 0);
  t.is(
    await without.page.locator('.no-picture').count(),
    sample.scenes.length + 2 * sample.storyBreaks.length + moments,
  );
  t.deepEqual(await without.close(), []);
});

test('fits every width, tall or flat', async (t) => {
  const name = `${'a-very-long-name-without-any-blank'.repeat(6)}.mp4`;
  const report = { ...sample, video: { ...sample.video, name } };
  const sizes = [
    DESKTOP,
    PHONE,
    { width: 320, height: 568 },
    { width: 844, height: 390 },
    { width: 768, height: 1024 },
  ];
  for (const viewport of sizes) {
    const { page, close } = await openReport(t.context.browser, report, { viewport, hasTouch: viewport.width < 1000 });
    t.true((await sidewaysOverflow(page)) <= 0, `${viewport.width} px`);
    t.true(await page.getByRole('button', { name: 'Play', exact: true }).isVisible());
    t.deepEqual(await close(), []);
  }
});

test('accessible by the rules of axe, in both themes and on a phone', async (t) => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { viewport: PHONE }] as const) {
    const { page, close } = await openReport(t.context.browser, sample, options);
    await page.locator('#scene-1 summary').click();
    await page.locator('.times summary').first().click();
    await page.keyboard.press('d');
    if ('viewport' in options) await page.getByRole('button', { name: 'Boundaries', exact: true }).click();
    await page.evaluate(axe);
    const violations = await page.evaluate<string[]>(
      "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).slice(0, 3).join(' ')))",
    );
    t.deepEqual(violations, []);
    const nameless = await page
      .getByRole('button')
      .evaluateAll((buttons) => buttons.filter((b) => !b.getAttribute('aria-label') && !b.textContent?.trim()).length);
    t.is(nameless, 0);
    await close();
  }
});

test('a boundary is named where the pointer is, and a click goes to it', async (t) => {
  const { page, frame, close } = await openReport(t.context.browser, sample);
  const box = (await page.locator('#lane-canvas').boundingBox())!;
  const boundary = sample.shots.find(({ transitionIn }) => transitionIn.type === 'dissolve')!;
  const { startFrame, endFrame, confidence } = boundary.transitionIn;
  const x = box.x + (boundary.startSeconds / sample.video.durationSeconds) * box.width;
  const lane = (await page.locator('#lane-names span', { hasText: 'Shots' }).boundingBox())!;
  await page.mouse.move(x, lane.y + lane.height / 2);
  const words = (await page.locator('#preview-text').textContent())!;
  t.true(words.includes(`Dissolve into shot ${boundary.index + 1}`), words);
  t.true(words.includes(`confidence ${confidence.toFixed(2)}`), words);
  t.true(words.includes(`frames ${startFrame} to ${endFrame}`), words);
  t.is(await page.locator('.preview img').filter({ visible: true }).count(), 2);
  await page.mouse.click(x, lane.y + lane.height / 2);
  await page.waitForTimeout(60);
  t.is(await frame(), boundary.startFrame);
  t.true(await page.locator(`[data-boundary="${boundary.index}"].current`).isVisible());
  t.is(
    await page
      .locator('#boundary-note')
      .textContent()
      .then((text) => text!.includes('Dissolve')),
    true,
  );
  t.deepEqual(await close(), []);
});

test('the keyboard steps from the least sure boundary to surer ones, of the types that are asked for', async (t) => {
  const { page, frame, close } = await openReport(t.context.browser, sample);
  const press = async (key: string) => {
    await page.keyboard.press(key);
    await page.waitForTimeout(60);
    return frame();
  };
  const surest = (types: readonly string[]) =>
    sample.shots
      .filter(({ transitionIn }) => types.includes(transitionIn.type))
      .sort((a, b) => a.transitionIn.confidence - b.transitionIn.confidence || a.index - b.index);
  const all = surest(['cut', 'dissolve', 'fade', 'wipe']);
  t.is(await press('d'), all[0]!.startFrame);
  t.is(await press('d'), all[1]!.startFrame);
  t.is(await press('Shift+D'), all[0]!.startFrame);
  t.regex((await page.locator('#boundary-note').textContent())!, /^1 of 47: /);
  const spoken = await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuetext');
  t.true(spoken!.includes(`confidence ${all[0]!.transitionIn.confidence.toFixed(2)}`), spoken!);
  t.true(await page.locator(`[data-boundary="${all[0]!.index}"].current`).isVisible());
  for (const type of ['Dissolve', 'Fade', 'Wipe'])
    await page.locator('.timeline').getByRole('checkbox', { name: type }).uncheck();
  t.false(await page.locator('#shots').getByRole('checkbox', { name: 'Wipe' }).isChecked());
  t.is(await press('d'), surest(['cut'])[0]!.startFrame);
  t.deepEqual(await close(), []);
});

test('boundaries are listed, the least sure first, and filtered by confidence', async (t) => {
  const { page, frame, close } = await openReport(t.context.browser, sample);
  await page.getByRole('button', { name: 'Boundaries', exact: true }).click();
  const listed = () =>
    page.locator('.boundary').evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-boundary'))));
  const [first] = await listed();
  const least = Math.min(...sample.shots.map(({ transitionIn }) => transitionIn.confidence));
  t.is(sample.shots[first!]!.transitionIn.confidence, least);
  await page.locator('.boundary').first().click();
  await page.waitForTimeout(60);
  t.is(await frame(), sample.shots[first!]!.startFrame);
  await page.getByRole('combobox', { name: 'Order' }).last().selectOption('time');
  t.is((await listed())[0], 1);
  await page.getByRole('slider', { name: /Confidence up to/ }).fill('0.75');
  const doubtful = sample.shots.filter(({ transitionIn }) => transitionIn.confidence <= 0.75);
  t.deepEqual(
    await listed(),
    doubtful.map(({ index }) => index),
  );
  t.is(await page.locator('#boundaries-shown').textContent(), `${doubtful.length} of 47 boundaries`);
  await page.getByRole('slider', { name: /Confidence up to/ }).fill('0.5');
  t.true(await page.getByText('No boundary matches the filters.').isVisible());
  t.deepEqual(await close(), []);
});

test('the filmstrip has both sides of every boundary in one row, also at its beginning', async (t) => {
  const { page, frame, close } = await openReport(t.context.browser, sample, {
    viewport: { width: 1440, height: 4000 },
  });
  await page.locator('#shots').scrollIntoViewIfNeeded();
  await page.waitForFunction("document.querySelectorAll('.strip-row img').length > 20");
  const alone = await page.locator('.strip-line').evaluateAll(
    (lines) =>
      lines.flatMap((line) =>
        [...line.querySelectorAll('.mark-button')].filter((mark) => {
          const before = mark.parentElement!.previousElementSibling?.querySelector('img');
          return !before || !mark.nextElementSibling?.querySelector('img');
        }),
      ).length,
  );
  t.is(alone, 0);
  const { filmstrip, startFrame, transitionIn } = sample.shots[2]!;
  await page.locator('[data-shot="2"] img').last().click();
  await page.waitForTimeout(60);
  t.is(await frame(), filmstrip.at(-1)!.frame);
  await page.locator('[data-boundary="2"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForTimeout(60);
  t.is(await frame(), startFrame);
  t.true(
    (await page.locator('[data-boundary="2"]').getAttribute('aria-label'))!.includes(
      transitionIn.confidence.toFixed(2),
    ),
  );
  t.deepEqual(await close(), []);
});

test('a film of 3,000 shots and 12,000 points keeps few rows in the page, and finds every one', async (t) => {
  const report = createSampleReport({ shotCount: 3000, sceneCount: 300, breakCount: 40, durationSeconds: 7200 });
  const framesPerPoint = report.video.frameCount / 12_000;
  t.is(framesPerPoint, 15);
  report.timeline = {
    framesPerPoint,
    shotChange: Array.from({ length: 12_000 }, (_, i) => (i % 7) / 10),
    loudness: new Array<number | null>(12_000).fill(null),
  };
  const { page, frame, close } = await openReport(t.context.browser, report);
  const rows = () => page.locator('#shots-host li').count();
  const elements = () => page.evaluate<number>("document.querySelectorAll('#shots-host *').length");
  const fewest = await elements();
  t.true(fewest < 1500, `${fewest} elements before it is looked at`);
  await page.getByRole('link', { name: 'Shots', exact: true }).click();
  await page.waitForFunction("document.querySelectorAll('#shots-host img').length > 0");
  for (let i = 0; i < 30; i++) {
    await page.locator('#results').evaluate((results) => results.scrollBy(0, 3000));
    await page.waitForTimeout(20);
    t.true((await elements()) < 3000, `${await elements()} elements`);
  }
  t.true((await rows()) > 0);
  const last = report.shots.findLast(({ transitionIn }) => transitionIn.type === 'wipe')!;
  for (const type of ['Cut', 'Dissolve', 'Fade'])
    await page.locator('#shots').getByRole('checkbox', { name: type }).uncheck();
  await page.getByRole('button', { name: 'Boundaries', exact: true }).click();
  await page.locator('#boundary-order').selectOption('time');
  await page.keyboard.press('Escape');
  await page.locator('#boundary-order').blur();
  await page.keyboard.press('Shift+D');
  await page.waitForTimeout(100);
  t.is(await frame(), last.startFrame);
  t.true(await page.locator(`[data-boundary="${last.index}"].current`).isVisible());
  t.true((await elements()) < 3000);
  t.deepEqual(await close(), []);
});

test('lines and points are drawn, and named where the pointer is', async (t) => {
  const { timeline, video } = sample;
  const candidate = { frame: 3000, seconds: 120, score: 0.31, outcome: 'too-close' } as const;
  const loudness = timeline.shotChange.map((_, i) => (i < 100 ? null : -23.4));
  const report = {
    ...sample,
    breakCandidates: [candidate, ...sample.breakCandidates.filter(({ outcome }) => outcome === 'chosen')],
    timeline: { ...timeline, loudness },
  };
  const { page, close } = await openReport(t.context.browser, report);
  const { told, moveTo } = await findLanes(page);
  await moveTo('Loudness', 0.5);
  t.is(await told(), 'Loudness −23.4 LUFS');
  await moveTo('Breaks', candidate.seconds / video.durationSeconds);
  t.is(await told(), 'No break here · score 0.31 · Too close');
  await moveTo('Change', 0.5);
  t.regex((await told())!, /^Score \d\.\d\d · /);
  t.deepEqual(await close(), []);
});

test('labels, brands and products have lanes, and tell name, time and confidence to pointer and keyboard', async (t) => {
  const { page, frame, close } = await openReport(t.context.browser, sample);
  const { told, moveTo } = await findLanes(page);
  const { durationSeconds } = sample.video;
  const acme = sample.brands[0]!.segments[0]!;
  await moveTo('Brands', acme.endSeconds / 2 / durationSeconds);
  t.regex((await told())!, /^Acme <Cola> · 00:00:00:00 to 00:0\d:\d\d:\d\d · confidence 0\.84$/);
  await page.waitForFunction("document.getElementById('preview-picture').naturalWidth === 16");
  await moveTo('Brands', 0.99);
  t.is(await told(), 'No brand seen here');
  await moveTo('Office', 0.99);
  t.is(await told(), 'Office: not seen here');
  await page.keyboard.press('n');
  await page.waitForTimeout(60);
  const second = sample.scenes[1]!.startFrame;
  t.is(await frame(), second);
  t.regex((await page.locator('#boundary-note').textContent())!, /^[\w ]+ · [\d:]+ to [\d:]+ · confidence 0\.\d\d/);
  await page.keyboard.press('n');
  await page.waitForTimeout(60);
  await page.keyboard.press('Shift+N');
  await page.waitForTimeout(60);
  t.is(await frame(), second);
  const spoken = await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuetext');
  t.regex(spoken!, /, [\w ]+ 0\.\d\d$/);
  await page.locator('.times summary').first().click();
  await page.locator('.times .jump').first().focus();
  const name = await page.locator('.times .jump').first().getAttribute('aria-label');
  t.regex(name!, /^Go to [\d:]+: Office until [\d:]+, confidence 0\.\d\d$/);
  t.deepEqual(await close(), []);
});

test('a moment’s picture leads to its frame, and its box lies on it', async (t) => {
  const { page, frame, close } = await openReport(t.context.browser, sample);
  const { frame: expected, box } = sample.brands[0]!.segments[0]!;
  const card = page.locator('#brands .moment').first();
  await card.scrollIntoViewIfNeeded();
  const [shown, line] = [
    (await card.locator('.moment-picture').boundingBox())!,
    (await card.locator('.outline-line').boundingBox())!,
  ];
  // The video is 16 : 9, and so is the picture's place.
  t.true(Math.abs(line.x - shown.x - box.left * shown.width) < 3);
  t.true(Math.abs(line.y - shown.y - box.top * shown.height) < 3);
  t.true(Math.abs(line.width - (box.right - box.left) * shown.width) < 4);
  await card.click();
  await page.waitForTimeout(60);
  t.is(await frame(), expected);
  t.deepEqual(await close(), []);
});

test('buttons that lead nowhere say so, and keep the keyboard', async (t) => {
  const disabled = (page: Page, name: string) =>
    page.getByRole('button', { name, exact: true }).getAttribute('aria-disabled');
  const { page, frame, close } = await openReport(t.context.browser, sample);
  t.is(await disabled(page, 'Previous shot'), 'true');
  t.is(await disabled(page, 'Next story break'), null);
  await page.keyboard.press('End');
  await page.waitForTimeout(60);
  t.is(await disabled(page, 'Next story break'), 'true');
  t.is(await disabled(page, 'Next shot'), 'true');
  await page.getByRole('button', { name: 'Next story break' }).focus();
  await page.keyboard.press('Home');
  await page.waitForTimeout(60);
  t.is(await frame(), 0);
  t.deepEqual(await close(), []);
  const without = await openReport(t.context.browser, createSampleReport({ breakCount: 0 }));
  t.is(await disabled(without.page, 'Next story break'), 'true');
  await without.close();
});

test('lists can be made wide, and no label of a shot is cut off', async (t) => {
  const report = createSampleReport();
  for (const shot of report.shots) shot.labels[0]!.name = 'a label of rather many words about the harbour at night';
  const { page, close } = await openReport(t.context.browser, report, { viewport: { width: 1280, height: 800 } });
  await page.locator('#scene-2 summary').click();
  const cut = await page
    .locator('.shot-labels')
    .evaluateAll((labels) => labels.filter((label) => label.scrollWidth > label.clientWidth).length);
  t.is(cut, 0);
  const width = () => page.locator('#results').evaluate((results) => results.clientWidth);
  const before = await width();
  await page.keyboard.press('w');
  t.true((await width()) > before * 1.5);
  t.true((await sidewaysOverflow(page)) <= 0);
  t.true(await page.getByRole('button', { name: 'Play', exact: true }).isVisible());
  t.is(await page.getByRole('button', { name: 'Wide lists, small player' }).getAttribute('aria-pressed'), 'true');
  t.deepEqual(await close(), []);
});

test('a page of 1,500 shots stays small enough for a browser, and answers', async (t) => {
  const report = createSampleReport({ shotCount: 1500, sceneCount: 300, breakCount: 40, durationSeconds: 36_000 });
  const { page, frame, close } = await openReport(t.context.browser, report);
  await page.keyboard.press(']');
  await page.waitForFunction("document.getElementById('lane-canvas').ariaValueNow !== '0'");
  t.is(await frame(), report.scenes[1]!.startFrame);
  t.true((await page.evaluate<number>("document.querySelectorAll('*').length")) < 25_000);
  await page.getByPlaceholder('Find a label').fill('kitchen');
  t.true((await visible(page, '[data-scene]')) > 0);
  t.deepEqual(await close(), []);
});

test('one shot, no breaks, no audio', async (t) => {
  const report = createSampleReport({ shotCount: 1, breakCount: 0, audio: false, durationSeconds: 0.04 });
  const { page, frame, close } = await openReport(t.context.browser, report);
  t.true(await page.getByText('No place in this video is a good one for a break.').isVisible());
  t.true(await page.getByText('so silence was not searched for').isVisible());
  for (const key of ['b', ']', '[', 'd', 'Shift+D', 'w', 'End', 'ArrowRight', ' ', '+', '-'])
    await page.keyboard.press(key);
  t.is(await frame(), 0);
  t.deepEqual(await close(), []);
});

test('what was not assessed is never shown as safe', async (t) => {
  const { page, close } = await openReport(t.context.browser, sample);
  const { categories } = sample.brandSafety;
  const open = page.locator('.open li');
  t.is(await open.count(), categories.filter(({ status }) => status === 'not-assessed').length);
  t.is(await open.filter({ hasText: 'Not assessed' }).count(), await open.count());
  t.is(await open.locator('.badge-safe').count(), 0);
  t.is(await page.locator('.category').count(), categories.filter(({ status }) => status === 'assessed').length);
  t.regex((await page.locator('.top-verdict').textContent())!, /3 of 12 categories assessed/);
  await close();
});

test('the video plays from the disk and the playhead follows', async (t) => {
  const report = createSampleReport({ shotCount: 6, sceneCount: 3, durationSeconds: 6 });
  const { page, folder, frame, close } = await openReport(t.context.browser, report);
  const file = join(folder, 'clip.webm');
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=25:d=6'];
  execFileSync('ffmpeg', ['-v', 'error', ...source, '-c:v', 'libvpx', '-deadline', 'realtime', file]);
  await page.locator('#file').setInputFiles(file);
  await page.locator('#video:visible').waitFor();
  t.regex((await page.getByRole('status').first().textContent())!, /not the file that was analysed/);
  await page.keyboard.press(']');
  await page.waitForTimeout(60);
  t.is(await frame(), report.scenes[1]!.startFrame);
  const at = await page.evaluate<number>("document.getElementById('video').currentTime");
  t.true(Math.abs(at - report.scenes[1]!.startSeconds - 0.02) < 1e-3);
  await page.keyboard.press(' ');
  await page.waitForTimeout(1200);
  await page.keyboard.press(' ');
  t.true((await frame()) > report.scenes[1]!.startFrame + 5);
  await page.locator('#file').setInputFiles({ name: 'notes.mp4', mimeType: 'video/mp4', buffer: Buffer.from('no') });
  await page.getByText('This browser cannot play').waitFor();
  t.true(await page.locator('#frame').isVisible());
  t.deepEqual(await close(), []);
});

test('the report can be saved from the page, byte for byte', async (t) => {
  const { page, folder, close } = await openReport(t.context.browser, sample);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save report.json' }).click(),
  ]);
  t.is(download.suggestedFilename(), 'report.json');
  const path = join(folder, 'saved.json');
  await download.saveAs(path);
  t.true((await stat(path)).size > 1000);
  t.is(await readFile(path, 'utf8'), jsonFormat.render(sample, { thumbnails: new Map() }));
  await close();
});

test('prints light, with every picture and without controls', async (t) => {
  const { page, close } = await openReport(t.context.browser, sample, { colorScheme: 'dark' });
  const pdf = await page.pdf();
  t.true(pdf.length > 10_000);
  t.is(await page.locator('img[data-picture]').count(), 0);
  await page.emulateMedia({ media: 'print' });
  t.is(await background(page), 'rgb(255, 255, 255)');
  t.is(await visible(page, '.stage, .parts, .filters, .top-tools'), 0);
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  const printed = await page
    .locator('#shots-host .strip-shot')
    .evaluateAll((all) => all.map((shot) => shot.getAttribute('data-shot')));
  t.is(new Set(printed).size, sample.shots.length);
  await page.evaluate("dispatchEvent(new Event('afterprint'))");
  t.deepEqual(await close(), []);
});
