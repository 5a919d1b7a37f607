import { groupScenes } from '../src/core/scenes/group.ts';
import { chooseAws } from './breaks/aws-smart-ad-breaks.ts';
import { type Baseline, drawShots, type Measured, spreadEvenly } from './breaks/baselines.ts';
import { KINDS } from './breaks/kinds.ts';
import { makeProgramme } from './breaks/make-programme.ts';
import { chooseMedia2Cloud } from './breaks/media2cloud.ts';
import { readPlaces } from './breaks/places.ts';
import { chooseOurs } from './breaks/reelsight.ts';
import { addScore, createScore, describeScore, type Score, share, TABLE_HEAD } from './breaks/score.ts';
import { runBench } from './harness/run.ts';
import { tableHead, tableRow } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/breaks.ts FOLDER --cache FOLDER [--per-class 10] [--programmes 30]
  [--set development|held-out] [--kinds]

Scores the choice of story breaks on made-up programmes with known true breaks, beside published formulas.

FOLDER holds one folder of pictures for each kind of place; programmes are made of the pictures' real embeddings and
made-up sound (breaks/kinds.ts says how). Every method is asked for as many breaks as there are true ones.`;

/** Seeds of the programmes that constants were chosen on, and of those that scores are reported on. */
const SEEDS = { development: 1, 'held-out': 1_000_001 } as const;

const METHODS: Readonly<Record<string, Baseline>> = {
  'evenly spread': spreadEvenly,
  'shots at random': drawShots,
  'aws-smart-ad-breaks': chooseAws,
  'Media2Cloud V4': chooseMedia2Cloud,
  Reelsight: chooseOurs,
  'Reelsight, its own number': (programme) => chooseOurs(programme, null),
};

await runBench(
  {
    usage: USAGE,
    positionals: ['FOLDER'],
    options: {
      cache: { type: 'string', required: true },
      'per-class': { type: 'number', default: 10 },
      programmes: { type: 'number', default: 30 },
      set: { type: 'string', default: 'held-out', choices: ['development', 'held-out'] },
      kinds: { type: 'boolean' },
    },
  },
  async ({ values, positionals: [folder], print, progress }) => {
    const places = await readPlaces(folder, values.cache, values['per-class'], progress);
    const programmes = Object.keys(KINDS).flatMap((kind, k) =>
      Array.from({ length: values.programmes }, (_, i): Measured => {
        const programme = makeProgramme(kind, places, SEEDS[values.set] + 1000 * k + i);
        return { ...programme, scenes: groupScenes(programme) };
      }),
    );

    print(TABLE_HEAD);
    const byKind = new Map<string, Map<string, Score>>();
    for (const [name, choose] of Object.entries(METHODS)) {
      const total = createScore();
      const kinds = new Map(Object.keys(KINDS).map((kind) => [kind, createScore()]));
      const began = performance.now();
      for (const programme of programmes) {
        const breaks = choose(programme, programme.truth.breaks.length);
        addScore(total, programme, breaks);
        addScore(kinds.get(programme.kind) ?? total, programme, breaks);
      }
      byKind.set(name, kinds);
      print(describeScore(name, total));
      progress(`${name}: ${((performance.now() - began) / programmes.length).toFixed(1)} ms a programme`);
    }
    if (!values.kinds) return;
    print(`\nRecall by kind\n\n${tableHead(['method', ...Object.keys(KINDS)])}`);
    for (const [name, kinds] of byKind)
      print(tableRow([name, ...[...kinds.values()].map((score) => share(score.hits, score.wanted))]));
  },
);
