import { readFileSync } from 'node:fs';

/** How long a test took, as its process tells. */
export interface TestTime {
  /** The test file and the test: `core/shots/detect › a cut is found`. */
  readonly title: string;
  readonly seconds: number;
}

const SHOWN = 25;

/** The slowest files and tests, as two tables for people. */
export function showTimes(path: string): string {
  const times = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TestTime);
  const files = new Map<string, number>();
  for (const { title, seconds } of times) {
    const file = title.split(' › ')[0]!;
    files.set(file, (files.get(file) ?? 0) + seconds);
  }
  const tests = times.map(({ title, seconds }) => [title, seconds] as const);
  return `\nSeconds by file, waiting included\n${table([...files])}\nSeconds by test\n${table(tests)}`;
}

const table = (rows: readonly (readonly [string, number])[]): string =>
  rows
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name, seconds]) => `${seconds.toFixed(1).padStart(8)}  ${name}\n`)
    .join('');
