/**
 * How quickly a report's page opens in Chromium and steps through its film, by how many shots it has: each against the
 * page of ten shots of the same run.
 *
 *   npx tsx bench/report-page.ts [--runs N]
 *
 * Needs Chromium: CHROMIUM_PATH, else /usr/bin/chromium.
 */
import { parseArgs } from 'node:util';
import { launch, openReport } from '../test/browser/open-report.ts';
import { createSampleReport } from '../test/helpers/sample-report.ts';
import { median } from './frame/measure.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const SHOT_COUNTS = [10, 150, 1500];
const STEPS = 20;

/** The slowest of some steps by a key, each until the page has drawn it. */
const STEP_THROUGH = `(async () => {
  let slowest = 0;
  for (let i = 0; i < ${STEPS}; i++) {
    const before = performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    slowest = Math.max(slowest, performance.now() - before);
  }
  return slowest;
})()`;

const browser = await launch();
const samples = SHOT_COUNTS.map(() => ({ openMs: [] as number[], stepMs: [] as number[] }));
try {
  for (let run = 0; run < Number(values.runs); run++)
    for (const [i, shotCount] of SHOT_COUNTS.entries()) {
      const sceneCount = Math.ceil(shotCount / 5);
      const report = createSampleReport({
        shotCount,
        sceneCount,
        breakCount: Math.min(40, sceneCount - 1),
        durationSeconds: shotCount * 24,
      });
      const startedMs = performance.now();
      const { page, close } = await openReport(browser, report);
      await page.keyboard.press(']');
      await page.waitForFunction("document.getElementById('lane-canvas').ariaValueNow !== '0'");
      samples[i]!.openMs.push(performance.now() - startedMs);
      samples[i]!.stepMs.push(await page.evaluate<number>(STEP_THROUGH));
      await close();
    }
} finally {
  await browser.close();
}

const rows = samples.map(({ openMs, stepMs }) => ({ openMs: median(openMs), stepMs: median(stepMs) }));
console.log(
  ` shots  until it answers   slowest of ${STEPS} steps   (median of ${values.runs}, ratio to ${SHOT_COUNTS[0]} shots)`,
);
for (const [i, { openMs, stepMs }] of rows.entries()) {
  const show = (ms: number, least: number) => `${ms.toFixed(0).padStart(6)} ms ${(ms / least).toFixed(2).padStart(6)}`;
  console.log(
    `${String(SHOT_COUNTS[i]).padStart(6)}  ${show(openMs, rows[0]!.openMs)}    ${show(stepMs, rows[0]!.stepMs)}`,
  );
}
