import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { TOLERANCE_FRAMES } from '../models/shots/match.ts';
import { detectShots } from '../src/core/shots/detect.ts';
import { runBench } from './harness/run.ts';
import { measureSignals } from './harness/signals.ts';
import { alignColumns } from './harness/tables.ts';
import { LAYOUTS, PUBLISHED, readDataset } from './shots/datasets.ts';
import { isConstant, readGridFrames, toGrid, truthToGrid } from './shots/frame-times.ts';
import { kindsOf, traitsOf } from './shots/kinds.ts';
import { readPeers } from './shots/others.ts';
import { drawReliability } from './shots/reliability.ts';
import { addVideo, createTally, type Found, rate, summarise, type Tally } from './shots/score.ts';

const USAGE = `Usage: npx tsx bench/shots.ts FOLDER... [--layout json|bbc|rai|clipshots|autoshot] [--only REGEXP] [--tolerance 2]
  [--errors] [--cache FOLDER] [--write FOLDER] [--key-frames-only]

Scores shot detection on videos with known transitions.

Layout json (the default): every video of FOLDER and its subfolders that has a JSON file of the same name beside it:
{transitions: [{type, startFrame, endFrame}], ignore?: [...], negatives?: [...], genre?}, decoded frames from 0;
bench/shots/make-films.ts makes such films. The others are public sets as their authors lay them out: see
bench/shots/datasets.ts. Where a video's pictures are not evenly spaced its truth is mapped by time to the product's grid
of constant rate. What a peer says of a video and lies beside it (bench/shots/others.ts) is scored in the same run.

A detected transition is right when its interval, widened by the tolerance in frames, overlaps a true one: one to one, in
order of time. --cache keeps what was measured of each video; --errors lists what was missed and what was wrong; --only
takes the videos whose name matches; --write keeps truth (on the grid) and answer of each video in a folder.`;

const OURS = 'Reelsight';
const ALL = 'all';

await runBench(
  {
    usage: USAGE,
    positionals: ['FOLDER...'],
    options: {
      layout: { type: 'string', default: 'json', choices: LAYOUTS },
      only: { type: 'string', default: '' },
      tolerance: { type: 'number', default: TOLERANCE_FRAMES },
      cache: { type: 'string' },
      write: { type: 'string' },
      errors: { type: 'boolean' },
      'key-frames-only': { type: 'boolean' },
    },
  },
  async ({ values: options, positionals: folders, print }) => {
    const { layout, tolerance } = options;
    const items = folders
      .flatMap((folder) => readDataset(folder, layout))
      .filter(({ video }) => new RegExp(options.only).test(basename(video)));
    const hasGroups = new Set(items.map(({ group }) => group)).size > 1;

    /** Tallies by group of videos, then by who answered. A peer's cover the videos whose answers lie beside them. */
    const tallies = new Map<string, Map<string, Tally>>();
    /** Videos with more false boundaries than one a minute. */
    const noisy: string[] = [];
    const tallyOf = (group: string, method: string): Tally => {
      const methods = tallies.get(group) ?? new Map<string, Tally>();
      tallies.set(group, methods);
      const tally = methods.get(method) ?? createTally();
      methods.set(method, tally);
      return tally;
    };

    for (const { group, video, truth: asDecoded } of items) {
      const name = basename(video, extname(video));
      const { probe, signals } = await measureSignals(video, {
        keyFramesOnly: options['key-frames-only'],
        cacheFolder: options.cache,
      });
      const { numerator, denominator } = probe.frameRate;
      const gridFrames = await readGridFrames(video, probe, options.cache);
      const truth = truthToGrid(asDecoded, gridFrames);
      const seconds = (signals.count * denominator) / numerator;
      const isUpright = probe.displayHeight > probe.displayWidth;
      const groups = [ALL, ...(hasGroups ? [group] : []), ...kindsOf({ name, truth, signals, seconds, isUpright })];
      const traits = traitsOf(truth, signals);
      const score = (method: string, found: readonly Found[]) => {
        const counted = groups.map((key) => tallyOf(key, method));
        const own = createTally();
        return { own, ...addVideo([own, ...counted], truth, found, { seconds, tolerance, traits }) };
      };
      const found = detectShots(signals, probe.frameRate)
        .shots.slice(1)
        .map(({ transitionIn }) => transitionIn);
      const { own, right, wrong, missed } = score(OURS, found);
      const peers = readPeers(video).map((peer) => {
        const theirs = score(
          peer.name,
          peer.transitions.map((range) => toGrid(range, gridFrames)),
        );
        return `  ${peer.name} ${theirs.right}, ${theirs.wrong.length} false, F1 ${rate(theirs.own).f1.toFixed(3)}`;
      });
      const { f1, falseAMinute } = rate(own);
      if (falseAMinute > 1) noisy.push(`${name} ${falseAMinute.toFixed(2)}`);
      print(
        `${video}: ${right}/${truth.transitions.length} found, ${wrong.length} false, F1 ${f1.toFixed(3)}, ` +
          `${falseAMinute.toFixed(2)} false a minute${isConstant(gridFrames) ? '' : ' (mapped by time)'}${peers.join('')}`,
      );
      if (options.write) {
        mkdirSync(options.write, { recursive: true });
        const shots = [{ index: 0 }, ...found.map((transitionIn, i) => ({ index: i + 1, transitionIn }))];
        writeFileSync(join(options.write, `${name}.truth.json`), JSON.stringify(truth));
        writeFileSync(join(options.write, `${name}.found.json`), JSON.stringify({ shots }));
      }
      if (!options.errors) continue;
      for (const { type, startFrame, endFrame } of missed) print(`    missed ${type} ${startFrame}-${endFrame}`);
      for (const { type, startFrame, endFrame } of wrong) print(`    false ${type} ${startFrame}-${endFrame}`);
    }

    const methods = [...(tallies.get(ALL)?.keys() ?? [])];
    for (const method of methods) {
      const recall = [...tallyOf(ALL, method).byType].map(([type, { found, of }]) => `${type} ${found}/${of}`);
      print(`recall of ${method}: ${recall.join(', ')}`);
    }
    const total = tallyOf(ALL, OURS);
    print(`types: ${[...total.called].map(([key, n]) => `${key} ${n}`).join(', ')}`);
    for (const [kind, count] of total.wrongAt) print(`false at ${kind}: ${count}`);
    print(drawReliability(total.judged).join('\n'));
    const rank = (group: string): string => `${Number(group === ALL)}${Number(group.startsWith('is '))}${group}`;
    const ranked = [...tallies].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
    const rows = ranked.flatMap(([group, byMethod]) =>
      [...byMethod].map(([method, tally]) => [group, method, `${summarise(tally)}, of ${tally.right + tally.missed}`]),
    );
    print(alignColumns(rows));
    print(`more than one false boundary a minute: ${noisy.join(', ') || 'none'}`);
    if (PUBLISHED[layout]) print(`published F1 on this set: ${PUBLISHED[layout]}`);
  },
);
