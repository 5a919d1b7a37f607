/**
 * Scores shot detection on videos with known transitions.
 *
 *   npx tsx bench/shots.ts FOLDER [--layout json|bbc|rai|clipshots|autoshot] [--tolerance 2] [--errors]
 *                                 [--cache FOLDER] [--key-frames-only]
 *
 * `json` (the default): every video of FOLDER and its subfolders that has a JSON file of the same name beside it:
 * {transitions: [{type, startFrame, endFrame}], ignore?: [...], negatives?: [...]}, frames from 0; bench/shots/make-films.ts
 * makes such films. The others are public sets as their authors lay them out: see bench/shots/datasets.ts.
 * A detected transition is right when its interval, widened by the tolerance, overlaps a true one: one to one, in order
 * of time. `--cache` keeps what was measured of each video; `--errors` lists what was missed and what was wrong.
 */
import { parseArgs } from 'node:util';
import { detectShots } from '../src/core/shots/detect.ts';
import { LAYOUTS, type Layout, PUBLISHED, readDataset } from './shots/datasets.ts';
import { addVideo, createTally, summarise, type Tally } from './shots/score.ts';
import { measureSignals } from './signals.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    layout: { type: 'string', default: 'json' },
    tolerance: { type: 'string', default: '2' },
    cache: { type: 'string' },
    errors: { type: 'boolean', default: false },
    'key-frames-only': { type: 'boolean', default: false },
  },
});
const layout = LAYOUTS.find((name) => name === options.layout);
const tolerance = Number(options.tolerance);
if (!positionals[0] || !layout || !(tolerance >= 0))
  throw new RangeError(`Usage: npx tsx bench/shots.ts FOLDER [--layout ${LAYOUTS.join('|')}] [--tolerance FRAMES]`);

const total = createTally();
const groups = new Map<string, Tally>();
for (const { group, video, truth } of readDataset(positionals[0], layout satisfies Layout)) {
  const { probe, signals } = await measureSignals(video, {
    keyFramesOnly: options['key-frames-only'],
    cacheFolder: options.cache,
  });
  const { numerator, denominator } = probe.frameRate;
  const found = detectShots(signals, probe.frameRate)
    .shots.slice(1)
    .map(({ transitionIn }) => transitionIn);
  const tally = groups.get(group) ?? createTally();
  groups.set(group, tally);
  const seconds = (signals.count * denominator) / numerator;
  const { right, wrong, missed } = addVideo([total, tally], truth, found, { seconds, tolerance });
  console.log(`${video}: ${right}/${truth.transitions.length} found, ${wrong.length} false`);
  if (!options.errors) continue;
  for (const { type, startFrame, endFrame } of missed) console.log(`    missed ${type} ${startFrame}-${endFrame}`);
  for (const { type, startFrame, endFrame } of wrong) console.log(`    false ${type} ${startFrame}-${endFrame}`);
}
for (const [type, { found, of }] of total.byType) console.log(`recall ${type}: ${found}/${of}`);
console.log(`types: ${[...total.called].map(([key, n]) => `${key} ${n}`).join(', ')}`);
for (const [kind, count] of total.wrongAt) console.log(`false at ${kind}: ${count}`);
if (groups.size > 1) for (const [name, tally] of groups) console.log(`${name.padEnd(14)} ${summarise(tally)}`);
console.log(`${'all'.padEnd(14)} ${summarise(total)}`);
if (PUBLISHED[layout]) console.log(`published F1 on this set: ${PUBLISHED[layout]}`);
