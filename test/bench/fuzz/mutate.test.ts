import test from 'ava';
import { MUTATIONS, mutate } from '../../../bench/fuzz/mutate.ts';
import { createRandom } from '../../../src/core/math/random.ts';

const bytes = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7) % 251));
const other = Buffer.alloc(3000, 0xee);

for (const [name, mutation] of Object.entries(MUTATIONS))
  test(`${name} changes a file, leaves its source as it was, and does the same again`, (t) => {
    const before = Buffer.from(bytes);
    const results = Array.from({ length: 50 }, (_, seed) => mutation(bytes, createRandom(seed), other));
    t.deepEqual(bytes, before);
    // A block may be exchanged for one like it.
    t.true(results.filter((result) => !result.equals(bytes)).length > 40);
    t.true(results.every((result, seed) => result.equals(mutation(bytes, createRandom(seed), other))));
  });

test('a swap keeps every byte', (t) => {
  const sorted = (some: Buffer) => Buffer.from(some).sort();
  for (let seed = 0; seed < 200; seed++)
    t.deepEqual(sorted(MUTATIONS['swap']!(bytes, createRandom(seed), other)), sorted(bytes));
});

test('sizes of boxes, chunks and elements are found', (t) => {
  const box = Buffer.concat([Buffer.from('00000010', 'hex'), Buffer.from('ftyp'), Buffer.alloc(400)]);
  const matroska = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(400)]);
  for (const file of [box, matroska])
    for (let seed = 0; seed < 50; seed++) {
      const result = MUTATIONS['size']!(file, createRandom(seed), other);
      t.true(result.subarray(16).equals(file.subarray(16)), `${seed}`);
    }
});

test('files are mutated by one to three steps, however short they become', (t) => {
  for (let seed = 0; seed < 500; seed++) {
    const { names, bytes: result } = mutate(bytes, other, createRandom(seed));
    t.regex(names, /^[a-z]+(\+[a-z]+){0,2}$/);
    t.true(result.length > 0);
  }
});
