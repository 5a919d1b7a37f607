import { readFileSync, writeFileSync } from 'node:fs';
import { createRandom } from '../../src/core/math/random.ts';

/** What happens to files: one byte in about 200 is another, all are, or all are zero, between two shares of the file. */
export type Damage = 'bytes' | 'noise' | 'zeros';

/** Damages a file from one share of its length to another, or cuts it there, the same way every time. */
export function damageFile(
  path: string,
  to: string,
  damage: Damage | 'cut',
  [from, until]: readonly [number, number] = [0.4, 0.6],
): string {
  const bytes = readFileSync(path);
  const [start, end] = [Math.floor(from * bytes.length), Math.floor(until * bytes.length)];
  const random = createRandom(7);
  const byte = () => Math.floor(256 * random());
  if (damage === 'zeros') bytes.fill(0, start, end);
  if (damage === 'noise') for (let i = start; i < end; i++) bytes[i] = byte();
  if (damage === 'bytes') for (let i = start; i < end; i += 100 + byte()) bytes[i]! ^= 1 + Math.floor(255 * random());
  writeFileSync(to, damage === 'cut' ? bytes.subarray(0, end) : bytes);
  return to;
}
