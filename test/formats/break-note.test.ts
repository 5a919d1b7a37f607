import test from 'ava';
import { exportReport, type FormatName } from '../../src/formats/index.ts';
import { createSampleReport } from '../helpers/sample-report.ts';

/** Formats of ad breaks that can carry a comment, and how it is marked there. */
const COMMENTS: [FormatName, (note: string) => string][] = [
  ['vmap', (note) => `<!-- ${note} -->`],
  ['scte35-esam', (note) => `<!-- ${note} -->`],
  ['hls-cues', (note) => `\n# ${note}\n`],
];

function listNotes(safe: readonly boolean[]): string[] {
  const report = createSampleReport({ shotCount: 40, sceneCount: 20, breakCount: Math.max(1, safe.length) });
  report.storyBreaks = report.storyBreaks.slice(0, safe.length).map((found, i) => ({ ...found, safe: safe[i]! }));
  return COMMENTS.flatMap(([format, mark]) => {
    const { content } = exportReport(report, format, { thumbnails: new Map() });
    const note = /[^#\n]*(?:story break)[^\n]*?report\.json\./.exec(content)?.[0].replace(/^[\s<!-]+/, '');
    if (note !== undefined && !content.includes(mark(note))) throw new Error(`${format} marks its comment wrongly.`);
    return note === undefined ? [] : [note];
  });
}

test('files of ad breaks say which breaks they leave out, and why', (t) => {
  const times = (note: string) => COMMENTS.map(() => note);
  const why = 'left out, beside a scene that is not safe: see storyBreaks in report.json.';
  t.deepEqual(listNotes([false]), times(`1 story break is ${why}`));
  t.deepEqual(listNotes([false, true, false]), times(`2 story breaks are ${why}`));
  t.deepEqual(listNotes([]), times('The video has no story break: see the warnings in report.json.'));
  t.deepEqual(listNotes([true, true]), []);
});
