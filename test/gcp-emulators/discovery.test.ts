import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { condense, USED_METHODS } from '../helpers/google-apis/condense.ts';
import { apis } from '../helpers/google-apis/discovery.ts';

// What the loopback server holds requests to must be what Google publishes: Google adds fields, and takes none away.

const folder = process.env['GOOGLE_DISCOVERY'];

/** Says what of a value another does not contain. */
function findMissing(kept: unknown, published: unknown, path: string): string[] {
  if (typeof kept !== 'object' || kept === null) return kept === published ? [] : [path];
  if (typeof published !== 'object' || published === null) return [path];
  if (Array.isArray(kept)) {
    const among = published as readonly unknown[];
    return kept.filter((item) => !among.includes(item)).map((item) => `${path}: ${item}`);
  }
  const all = published as Readonly<Record<string, unknown>>;
  return Object.entries(kept).flatMap(([key, value]) => findMissing(value, all[key], `${path}.${key}`));
}

for (const name of Object.keys(USED_METHODS))
  test(`the published ${name} contains what is kept of it`, (t) => {
    if (!folder)
      throw new Error(
        'Set GOOGLE_DISCOVERY to the folder of the discovery documents: `pip install google-api-python-client` brings them, as site-packages/googleapiclient/discovery_cache/documents.',
      );
    const published = condense(name, JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
    const kept = apis.find(({ source }) => source.includes(`/${name}.json`));
    t.truthy(kept, `Nothing is kept of ${name}. Run \`npx tsx scripts/condense-discovery.ts ${folder}\`.`);
    const { revision: _, ...rest } = kept!;
    t.deepEqual(findMissing(rest, published, name), []);
  });
