import { appendFileSync } from 'node:fs';
import test, { type TestFn } from 'ava';
import { readTestRun } from './test-run.ts';
import type { TestTime } from './times.ts';

/**
 * Lets several test files share a process. AVA starts to run once the first test is declared, and a file may await what
 * it needs before it declares any; so declarations are kept until every file has made its own.
 */
interface Declaration {
  /** For example `['serial']` of `test.serial(...)`, `['after', 'always']` of a hook. */
  readonly chain: readonly string[];
  readonly args: readonly unknown[];
}

type Implementation = (...args: unknown[]) => unknown;

const declarations: Declaration[] = [];

/** What a test file gets as AVA's `test`. Titles begin with the file, so that equal titles of two files differ. */
export const testOf = (file: string): TestFn => recorder(file, []) as TestFn;

function recorder(file: string, chain: readonly string[]): unknown {
  return new Proxy(() => {}, {
    get: (_, name) => recorder(file, [...chain, String(name)]),
    apply(_, __, [title, ...rest]: unknown[]) {
      declarations.push({
        chain,
        args: typeof title === 'string' ? [`${file} › ${title}`, ...rest] : [title, ...rest],
      });
    },
  });
}

/**
 * Declares what was kept, in order. `inTurn`: one test after the other, which costs nothing where they only compute, and
 * keeps those that wait from being held up by the others.
 */
export function declareAll({ inTurn }: { readonly inTurn: boolean }): void {
  const { timesPath } = readTestRun();
  for (const { chain, args } of declarations) {
    const isTest = chain.every((name) => name === 'serial');
    const whole = isTest && inTurn ? ['serial'] : chain;
    const declare = whole.reduce((part, name) => part[name] as never, test as unknown as Record<string, unknown>);
    (declare as unknown as Implementation)(...(isTest && timesPath ? timed(timesPath, args) : args));
  }
}

/** The same test, which adds a line of how long it took. */
function timed(path: string, [title, implementation, ...rest]: readonly unknown[]): unknown[] {
  const run: Implementation = async (...args) => {
    const startedMs = performance.now();
    try {
      return await (implementation as Implementation)(...args);
    } finally {
      const time: TestTime = { title: String(title), seconds: (performance.now() - startedMs) / 1000 };
      appendFileSync(path, `${JSON.stringify(time)}\n`);
    }
  };
  return [title, run, ...rest];
}
