import test from 'ava';
import { createRandom } from '../../../src/core/math/random.ts';
import { bitsApart, signaturesOf } from '../../../src/core/recognition/signature.ts';

test('signatures differ in as many bits as numbers that change sides', (t) => {
  const low = new Uint8Array(128);
  const high = new Uint8Array(128).fill(255);
  const mixed = low.slice().fill(255, 0, 37);
  const signatures = signaturesOf(Uint8Array.of(...low, ...high, ...mixed));
  t.is(bitsApart(signatures, 0, signatures, 0), 0);
  t.is(bitsApart(signatures, 0, signatures, 1), 128);
  t.is(bitsApart(signatures, 0, signatures, 2), 37);
  t.is(bitsApart(signatures, 1, signatures, 2), 91);
});

test('bits are counted as one by one', (t) => {
  const random = createRandom(1);
  const words = Uint32Array.from({ length: 80 }, () => random() * 2 ** 32);
  for (let i = 0; i < 20; i++) {
    let expected = 0;
    for (let word = 0; word < 4; word++)
      expected += [
        ...(words[word] ^ words[i * 4 + word] ? ((words[word] ^ words[i * 4 + word]) >>> 0).toString(2) : ''),
      ].filter((bit) => bit === '1').length;
    t.is(bitsApart(words, 0, words, i), expected);
  }
});
