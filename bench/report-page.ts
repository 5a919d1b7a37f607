import { launch, openReport } from '../test/browser/open-report.ts';
import { createSampleReport } from '../test/helpers/sample-report.ts';
import { runBench } from './harness/run.ts';
import { median } from './harness/statistics.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/report-page.ts [--runs 5]

How quickly a report's page opens in Chromium and steps through its film, by how many shots it has: each against the page
of ten shots of the same run.

Needs Chromium: CHROMIUM_PATH, else /usr/bin/chromium.`;

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

await runBench(
  { usage: USAGE, positionals: [], options: { runs: { type: 'number', default: 5 } } },
  async ({ values, print }) => {
    const browser = await launch();
    const samples = SHOT_COUNTS.map(() => ({ openMs: [] as number[], stepMs: [] as number[] }));
    try {
      for (let run = 0; run < values.runs; run++)
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

    const rows = samples.map(({ openMs, stepMs }) => [median(openMs), median(stepMs)]);
    print(`Median of ${values.runs}, and the ratio to ${SHOT_COUNTS[0]} shots`);
    print(
      alignColumns([
        ['shots', 'until it answers', '', `slowest of ${STEPS} steps`, '', ''],
        ...rows.map((row, i) => [
          String(SHOT_COUNTS[i]),
          ...row.flatMap((ms, k) => [`${ms.toFixed(0)} ms`, (ms / rows[0]![k]!).toFixed(2)]),
          '',
        ]),
      ]),
    );
  },
);
