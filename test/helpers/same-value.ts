import { isDeepStrictEqual } from 'node:util';
import type { ExecutionContext } from 'ava';

/**
 * `t.deepEqual` for large values. AVA describes both before it compares them, which takes a hundred times as long; here
 * only values that differ are described.
 */
export function sameValue(t: ExecutionContext<unknown>, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) t.pass();
  else t.deepEqual(actual, expected);
}
