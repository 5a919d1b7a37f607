import test from 'ava';
import { z } from 'zod';
import everyday from '../../../models/heads/everyday.json' with { type: 'json' };
import imagenetLabels from '../../../models/labels/imagenet.json' with { type: 'json' };
import { describeEntry, NETWORKS } from '../../../models/networks.ts';
import { expandClasses } from '../../../models/taxonomy/expand-classes.ts';
import iab from '../../../models/taxonomy/iab-content-taxonomy.json' with { type: 'json' };
import { renderTaxonomyTable } from '../../../models/taxonomy/make-table.ts';

const text = renderTaxonomyTable();
const { taxonomies } = z
  .object({
    taxonomies: z.record(
      z.string(),
      z.record(z.string(), z.tuple([z.string(), z.string().regex(/^\p{Lu}/u), z.array(z.string())])),
    ),
  })
  .parse(JSON.parse(text));
const rows = Object.values(taxonomies).flatMap((classes) => Object.values(classes));

test('every class of every network has a row', (t) => {
  for (const network of NETWORKS)
    t.deepEqual(Object.keys(taxonomies[network.taxonomy]!), describeEntry(network, '').classes, network.name);
  const labels = everyday.classes.map(({ name }) => name);
  t.deepEqual(Object.keys(taxonomies['everyday']!).sort(), [...labels].sort());
  t.deepEqual(Object.keys(taxonomies['safety']!), ['alcohol', 'smoking', 'firearms', 'fighting', 'fire', 'smoke']);
});

test('ids are unique, those of ImageNet are WordNet ids in the order of the classes', (t) => {
  const ids = rows.map(([id]) => id);
  t.is(new Set(ids).size, ids.length);
  const imagenet = Object.values(taxonomies['imagenet']!).map(([id]) => id);
  t.true(imagenet.every((id) => /^n\d{8}$/.test(id)));
  t.deepEqual(imagenet, [...imagenet].sort());
  for (const [index, id] of [
    [0, 'n01440764'],
    [134, 'n02012849'],
    [470, 'n02948072'],
    [517, 'n03126707'],
    [639, 'n03710721'],
    [967, 'n07920052'],
    [999, 'n15075141'],
  ] as const)
    t.is(imagenet[index], id, imagenetLabels[index]);
});

test('names to show are unique in their taxonomy, capitals aside', (t) => {
  for (const [taxonomy, classes] of Object.entries(taxonomies)) {
    const names = Object.values(classes).map(([, displayName]) => displayName.toLowerCase());
    t.is(new Set(names).size, names.length, taxonomy);
  }
});

test('the IAB categories of classes are those of the table of categories, and none lies idle', (t) => {
  t.deepEqual([...new Set(rows.flatMap(([, , categories]) => categories))].sort(), Object.keys(iab.categories).sort());
  for (const [id, , categories] of rows) t.is(new Set(categories).size, categories.length, id);
});

test('the table stays small', (t) => {
  t.true(text.length < 120_000);
});

test('a list of classes takes names and ranges, and refuses what is not a class', (t) => {
  const labels = ['ant', 'bee', 'cat', 'dog'];
  t.deepEqual(expandClasses(['bee..dog', 'ant'], labels), ['bee', 'cat', 'dog', 'ant']);
  t.throws(() => expandClasses(['bird'], labels), { message: /"bird"/ });
  t.throws(() => expandClasses(['ant..bird'], labels), { message: /"bird"/ });
  t.throws(() => expandClasses(['dog..bee'], labels), { message: /"dog..bee" runs backwards/ });
});
