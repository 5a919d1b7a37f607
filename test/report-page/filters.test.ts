import test from 'ava';
import {
  type Filters,
  findLabelSegments,
  findLabelShots,
  matchesBreak,
  matchesScene,
} from '../../src/report-page/model/filters.ts';
import { createSampleReport } from '../helpers/sample-report.ts';

const { scenes, shots, labels } = createSampleReport();
const filters = (changes: Partial<Filters> = {}): Filters => ({
  safeBreaksOnly: false,
  minimumScore: 0,
  verdicts: new Set(['safe', 'review', 'unsafe']),
  transitions: new Set(),
  maximumConfidence: 1,
  label: '',
  ...changes,
});

test('breaks by safety and score', (t) => {
  t.true(matchesBreak({ safe: false, score: 0.1 }, filters()));
  t.false(matchesBreak({ safe: false, score: 0.9 }, filters({ safeBreaksOnly: true })));
  t.true(matchesBreak({ safe: true, score: 0.5 }, filters({ minimumScore: 0.5 })));
  t.false(matchesBreak({ safe: true, score: 0.499 }, filters({ minimumScore: 0.5 })));
});

test('scenes by verdict', (t) => {
  const scene = { ...scenes[0]!, safety: { verdict: 'review', risk: 'low', notSeen: null, reasons: [] } } as const;
  t.true(matchesScene({ ...scene, safety: { ...scene.safety, reasons: [] } }, shots, filters()));
  t.false(
    matchesScene(
      { ...scene, safety: { ...scene.safety, reasons: [] } },
      shots,
      filters({ verdicts: new Set(['safe']) }),
    ),
  );
});

test('scenes by a label of their own or of one of their shots', (t) => {
  const scene = { ...scenes[1]!, labels: [{ name: 'Forest Path', taxonomy: 'x', confidence: 1 }] };
  const bare = shots.map((shot) => ({ ...shot, labels: [] }));
  t.true(matchesScene(scene, bare, filters({ label: ' forest ' })));
  t.false(matchesScene(scene, bare, filters({ label: 'harbour' })));
  const seen = bare.map((shot) =>
    shot.index === scene.lastShot ? { ...shot, labels: [{ name: 'harbour', taxonomy: 'x', confidence: 1 }] } : shot,
  );
  t.true(matchesScene(scene, seen, filters({ label: 'HARBOUR' })));
  t.deepEqual(findLabelShots(scene, seen, filters({ label: 'harbour' })), [scene.lastShot]);
  t.deepEqual(findLabelShots(scene, seen, filters()), []);
});

test('where a label was seen', (t) => {
  const [first] = labels;
  t.deepEqual(findLabelSegments(labels, filters()), []);
  t.deepEqual(findLabelSegments([first!], filters({ label: first!.name.toUpperCase() })), first!.segments);
});
