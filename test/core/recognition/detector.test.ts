import test from 'ava';
import { findIndex, type Library } from '../../../src/core/library.ts';
import { createDetectorLoader } from '../../../src/core/recognition/detector.ts';
import { drawLabel, drawScene } from '../../helpers/drawn-labels.ts';
import { drawIndex, putLibrary } from '../../helpers/drawn-library.ts';
import { createMemoryStore } from '../../helpers/memory-store.ts';

const [first, second] = await Promise.all([drawIndex('brands', [1]), drawIndex('brands', [2])]);
const scene = drawScene([{ label: drawLabel(1), x: 300, y: 180, side: 150, turn: 0 }]);

async function openLibrary() {
  const memory = createMemoryStore();
  const reads: string[] = [];
  const get = (key: string) => {
    reads.push(key);
    return memory.get(key);
  };
  const library: Library = { store: { ...memory, get }, prefix: 'library/' };
  await putLibrary(memory, 'library/', first);
  const targets = { brandIndex: await findIndex(library, 'brands'), catalogue: null };
  reads.length = 0;
  return { memory, library, targets, reads };
}

test('an index that is replaced meanwhile does not disturb an analysis that runs', async (t) => {
  const { memory, library, targets, reads } = await openLibrary();
  await putLibrary(memory, 'library/', second);
  const load = createDetectorLoader(library);
  const detector = await load(targets);
  const { brands, products } = await detector!.detect(scene);
  t.true(brands[0]!.confidence > 0.9);
  t.deepEqual(products, []);
  t.is(await load(targets), detector);
  t.is(reads.length, 1);
  // Who starts now searches for what is there now.
  const now = await load({ ...targets, brandIndex: await findIndex(library, 'brands') });
  t.true((await now!.detect(scene)).brands.every(({ confidence }) => confidence < 0.5));
});

test('an index that is gone is told, and found once it is put back', async (t) => {
  const { memory, library, targets } = await openLibrary();
  const key = `library/brands/${targets.brandIndex!.sha256}.index`;
  memory.remove(key);
  const load = createDetectorLoader(library);
  await t.throwsAsync(load(targets), { message: /index .* is gone/ });
  await putLibrary(memory, 'library/', first);
  t.not(await load(targets), null);
});

test('where there is nothing to search for there is no detector', async (t) => {
  const load = createDetectorLoader({ store: createMemoryStore(), prefix: '' });
  t.is(await load({ brandIndex: null, catalogue: null }), null);
  t.is(await load({ brandIndex: { sha256: 'a'.repeat(64), items: 0 }, catalogue: null }), null);
});
