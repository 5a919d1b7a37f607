import { readdir, readFile } from 'node:fs/promises';
import test from 'ava';
import { listCapabilities } from '../../../src/adapters/local/video/ffmpeg-capabilities.ts';
import { findFfmpeg, parseConfig } from '../../../src/core/index.ts';
import { FILTERS } from '../../../src/core/media/filters.ts';

const CORE = new URL('../../../src/core/', import.meta.url);
/** Where filters are written. */
const ROOMS = ['media', 'split', 'thumbnails'];

/** Names of filters in the strings of a source: after a quote, a comma or a label, before their options or the next one. */
function findFilters(source: string, known: ReadonlySet<string>): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  return [...code.matchAll(/(?<=[`'",;\]])[a-z]+(?=[=,[])|(?<='-vf', ')[a-z]+/g)]
    .map(([name]) => name)
    .filter((name) => known.has(name));
}

test('every filter that the sources name is one that `doctor` asks for, and the other way round', async (t) => {
  const { ffmpeg } = await findFfmpeg(parseConfig(process.env), process.env);
  const { filters } = await listCapabilities(ffmpeg);
  const found = new Set<string>();
  for (const room of ROOMS)
    for (const name of await readdir(new URL(`${room}/`, CORE), { recursive: true })) {
      if (!name.endsWith('.ts') || name === 'filters.ts') continue;
      for (const filter of findFilters(await readFile(new URL(`${room}/${name}`, CORE), 'utf8'), filters))
        found.add(filter);
    }
  t.deepEqual([...found].sort(), [...FILTERS].sort());
});
