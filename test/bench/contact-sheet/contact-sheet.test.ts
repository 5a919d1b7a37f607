import test from 'ava';
import { listEntries } from '../../../bench/contact-sheet/film.ts';
import { drawPage } from '../../../bench/contact-sheet/page.ts';
import { createSampleReport } from '../../helpers/sample-report.ts';

const report = createSampleReport();
const cuts = report.shots.slice(1).map(({ transitionIn }) => transitionIn);

test('marks boundaries that are missed, false, and neither', (t) => {
  const missed = { type: 'cut', startFrame: cuts[2].endFrame + 10, endFrame: cuts[2].endFrame + 11 };
  const transitions = [cuts[0], missed, ...cuts.slice(3)].sort((a, b) => a.startFrame - b.startFrame);
  const entries = listEntries(report, { transitions, ignore: [{ ...cuts[2], type: 'blur' }] });
  const judged = entries.flatMap((entry) => (entry.kind === 'shot' ? [entry.isTrue] : []));
  t.deepEqual(judged.slice(0, 5), [null, true, false, null, true]);
  const [entry, ...others] = entries.filter(({ kind }) => kind === 'missed');
  t.is(others.length, 0);
  t.deepEqual(entry, { kind: 'missed', range: missed, frames: [missed.startFrame, missed.endFrame] });
});

test('lists all in order of time, and says of no boundary that it is false without a truth', (t) => {
  const entries = listEntries(report, null);
  const count = (wanted: string) => entries.filter(({ kind }) => kind === wanted).length;
  t.is(count('shot'), report.shots.length);
  t.is(count('scene'), report.scenes.length);
  t.is(count('break'), report.storyBreaks.length);
  t.is(count('candidate'), report.breakCandidates.filter(({ outcome }) => outcome !== 'chosen').length);
  t.true(entries.every((entry) => entry.kind !== 'shot' || entry.isTrue === null));
  t.deepEqual(
    entries.flatMap((entry) => (entry.kind === 'shot' ? [entry.shot.index] : [])),
    report.shots.map(({ index }) => index),
  );
  t.is(entries.find(({ kind }) => kind === 'scene' || kind === 'shot')?.kind, 'scene');
});

test('the page shows what the report says, and is safe to open', (t) => {
  const entries = listEntries(report, null);
  const page = drawPage([{ name: '<b>"film"', report, entries, pictureOf: (frame) => `pictures/${frame}.jpg` }]);
  t.false(page.includes('<b>"film"'));
  t.true(page.includes('&lt;b&gt;&quot;film&quot;'));
  for (const { startFrame } of report.shots) t.true(page.includes(`frame ${startFrame}, `));
  t.is(page.split('class="break"').length - 1, report.storyBreaks.length);
});
