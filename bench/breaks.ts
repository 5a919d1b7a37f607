/**
 * Scores the choice of story breaks on made-up programmes with known true breaks, beside published formulas.
 *
 *   npx tsx bench/breaks.ts FOLDER --cache FOLDER [--per-class 10] [--programmes 30] [--set held-out] [--kinds]
 *
 * FOLDER holds one folder of pictures for each kind of place; programmes are made of the pictures' real embeddings and
 * made-up sound (`breaks/kinds.ts` says how). Every method is asked for as many breaks as there are true ones.
 */
import { parseArgs } from 'node:util';
import { groupScenes } from '../src/core/scenes/group.ts';
import { chooseAws } from './breaks/aws-smart-ad-breaks.ts';
import { type Baseline, drawShots, type Measured, spreadEvenly } from './breaks/baselines.ts';
import { KINDS } from './breaks/kinds.ts';
import { makeProgramme } from './breaks/make-programme.ts';
import { chooseMedia2Cloud } from './breaks/media2cloud.ts';
import { readPlaces } from './breaks/places.ts';
import { chooseOurs } from './breaks/reelsight.ts';
import { addScore, createScore, describeScore, type Score, share, TABLE_HEAD } from './breaks/score.ts';

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

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cache: { type: 'string' },
    'per-class': { type: 'string', default: '10' },
    programmes: { type: 'string', default: '30' },
    set: { type: 'string', default: 'held-out' },
    kinds: { type: 'boolean', default: false },
  },
});
const { set } = values;
if (positionals.length !== 1 || !values.cache || (set !== 'development' && set !== 'held-out'))
  throw new Error('Usage: npx tsx bench/breaks.ts FOLDER --cache FOLDER [--set development|held-out]');
const places = await readPlaces(positionals[0], values.cache, Number(values['per-class']));
const programmes = Object.keys(KINDS).flatMap((kind, k) =>
  Array.from({ length: Number(values.programmes) }, (_, i): Measured => {
    const programme = makeProgramme(kind, places, SEEDS[set] + 1000 * k + i);
    return { ...programme, scenes: groupScenes(programme) };
  }),
);

console.log(TABLE_HEAD);
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
  console.log(describeScore(name, total));
  console.error(`${name}: ${((performance.now() - began) / programmes.length).toFixed(1)} ms a programme`);
}
if (values.kinds) {
  console.log(
    `\nRecall by kind\n\n| method | ${Object.keys(KINDS).join(' | ')} |\n|---|${Object.keys(KINDS)
      .map(() => '---|')
      .join('')}`,
  );
  for (const [name, kinds] of byKind)
    console.log(`| ${name} | ${[...kinds.values()].map((s) => share(s.hits, s.wanted)).join(' | ')} |`);
}
