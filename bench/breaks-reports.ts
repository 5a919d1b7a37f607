import { ReelsightError } from '../src/core/errors.ts';
import { scoreReports } from './breaks/truth.ts';
import { runBench } from './harness/run.ts';

const USAGE = `Usage: npx tsx bench/breaks-reports.ts TRUTH.json REPORT.json [TRUTH.json REPORT.json ...]

Scores the story breaks of reports against what somebody who knows the videos says.

A truth file: {"video": "film.mp4", "breaks": [192.4, 405], "spacingSeconds": 120, "unsafe": [{"startSeconds": 60,
"endSeconds": 75}]}; the last two may be left out, all is presentation time in seconds. Have the video analysed with
"reelsight analyze film.mp4 --breaks N", N the number of true breaks, so that methods find equally many.`;

await runBench(
  { usage: USAGE, positionals: ['TRUTH.json', 'REPORT.json...'], options: {} },
  async ({ positionals: paths, print }) => {
    if (paths.length % 2 === 1) throw new ReelsightError('input', 'Each truth needs a report after it.');
    const pairs = paths.flatMap((path, i) => (i % 2 === 0 ? [{ truthPath: path, reportPath: paths[i + 1] }] : []));
    print(await scoreReports(pairs));
  },
);
