import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { assertVideoBytes } from '../../../src/core/index.ts';
import { makeFolder, PICTURES, testFfmpeg, writeClip } from '../../helpers/clips.ts';

const folder = await makeFolder();
test.after.always(() => folder.remove());

test('a scrambled transport stream is refused, and a clear one is not', async (t) => {
  const path = await writeClip(await testFfmpeg(), join(folder.path, 'clear.ts'), { parts: [[PICTURES.chart, 1]] });
  const clear = await readFile(path);
  t.notThrows(() => assertVideoBytes(clear, 'clear.ts'));
  const scrambled = Buffer.from(clear);
  // As a broadcaster does: the tables stay clear.
  for (let at = 0; at < scrambled.length; at += 188)
    if (((scrambled[at + 1]! & 0x1f) << 8) + scrambled[at + 2]! >= 0x100) scrambled[at + 3]! |= 0x80;
  t.throws(() => assertVideoBytes(scrambled, 'pay.ts'), { message: /"pay.ts" is scrambled/ });
  // Recorders put four bytes before each packet.
  const withTimes = Buffer.concat(
    Array.from({ length: scrambled.length / 188 }, (_, i) =>
      Buffer.concat([Buffer.alloc(4), scrambled.subarray(i * 188, (i + 1) * 188)]),
    ),
  );
  t.throws(() => assertVideoBytes(withTimes, 'pay.m2ts'), { message: /scrambled/ });
});
