/**
 * Scores shot detection on videos with known transitions.
 *
 *   npx tsx bench/shots.ts FOLDER [--key-frames-only]
 *
 * Every video of FOLDER that has a JSON file of the same name beside it is measured: {transitions: [{type, startFrame,
 * endFrame}], ignore?: [{startFrame, endFrame}], negatives?: [{type, startFrame, endFrame}]}, frames from 0.
 * A detected transition is right when its interval, widened by two frames, overlaps a true one: one to one, in order of
 * time. What matches nothing but lies in an `ignore` range is neither right nor wrong.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { detectShots } from '../src/core/shots/detect.ts';
import { measureSignals } from './signals.ts';

const TOLERANCE_FRAMES = 2;

interface Interval {
  readonly type: string;
  readonly startFrame: number;
  readonly endFrame: number;
}

interface Truth {
  readonly transitions: readonly Interval[];
  readonly ignore?: readonly Interval[];
  readonly negatives?: readonly Interval[];
}

const overlaps = (a: Interval, b: Interval): boolean =>
  a.startFrame <= b.endFrame + TOLERANCE_FRAMES && a.endFrame >= b.startFrame - TOLERANCE_FRAMES;

/** Puts every true transition to the first detected one that overlaps it and is free; gives indices, -1 for a miss. */
function match(truth: readonly Interval[], found: readonly Interval[]): number[] {
  const used = new Set<number>();
  return truth.map((transition) => {
    const index = found.findIndex((candidate, i) => !used.has(i) && overlaps(candidate, transition));
    if (index >= 0) used.add(index);
    return index;
  });
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'key-frames-only': { type: 'boolean', default: false } },
});
const folder = positionals[0];
if (!folder) throw new RangeError('Usage: npx tsx bench/shots.ts FOLDER [--key-frames-only]');
const files = readdirSync(folder).sort();
const byType = new Map<string, { found: number; of: number }>();
const falseKinds = new Map<string, number>();
let hits = 0;
let misses = 0;
let falseAlarms = 0;
for (const file of files) {
  const name = basename(file, extname(file));
  if (extname(file) === '.json' || !files.includes(`${name}.json`)) continue;
  const truth: Truth = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const keyFramesOnly = options['key-frames-only'];
  const { probe, signals } = await measureSignals(join(folder, file), { keyFramesOnly });
  const { shots } = detectShots(signals, probe.frameRate);
  const found = shots.slice(1).map((shot) => shot.transitionIn);
  const matched = match(truth.transitions, found);
  for (const [i, { type }] of truth.transitions.entries()) {
    const entry = byType.get(type) ?? { found: 0, of: 0 };
    byType.set(type, { found: entry.found + (matched[i] >= 0 ? 1 : 0), of: entry.of + 1 });
  }
  const right = matched.filter((index) => index >= 0).length;
  const wrong = found.filter((f, i) => !matched.includes(i) && !truth.ignore?.some((range) => overlaps(f, range)));
  for (const f of wrong) {
    const kind = truth.negatives?.find((range) => overlaps(f, range))?.type ?? 'nothing';
    falseKinds.set(kind, (falseKinds.get(kind) ?? 0) + 1);
  }
  hits += right;
  misses += matched.length - right;
  falseAlarms += wrong.length;
  console.log(`${name}: ${right}/${matched.length} found, ${wrong.length} false`);
}
for (const [type, { found, of }] of byType) console.log(`recall ${type}: ${found}/${of}`);
for (const [kind, count] of falseKinds) console.log(`false at ${kind}: ${count}`);
const precision = hits / (hits + falseAlarms || 1);
const recall = hits / (hits + misses || 1);
const f1 = (2 * precision * recall) / (precision + recall || 1);
console.log(`precision ${precision.toFixed(3)} recall ${recall.toFixed(3)} F1 ${f1.toFixed(3)}`);
