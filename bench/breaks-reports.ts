/**
 * Scores the story breaks of reports against what somebody who knows the videos says.
 *
 *   npx tsx bench/breaks-reports.ts TRUTH.json REPORT.json [TRUTH.json REPORT.json ...]
 *
 * A truth file: {"video": "film.mp4", "breaks": [192.4, 405], "spacingSeconds": 120, "unsafe": [{"startSeconds": 60,
 * "endSeconds": 75}]}; the last two may be left out, all is presentation time in seconds. Have the video analysed with
 * `reelsight analyze film.mp4 --breaks N`, N the number of true breaks, so that methods find equally many.
 */
import { scoreReports } from './breaks/truth.ts';

const paths = process.argv.slice(2);
if (paths.length === 0 || paths.length % 2 === 1)
  throw new Error('Usage: npx tsx bench/breaks-reports.ts TRUTH.json REPORT.json [TRUTH.json REPORT.json ...]');
const pairs = paths.flatMap((path, i) => (i % 2 === 0 ? [{ truthPath: path, reportPath: paths[i + 1] }] : []));
console.log(await scoreReports(pairs));
