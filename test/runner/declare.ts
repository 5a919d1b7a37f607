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
  readonly file: string;
}

type Implementation = (...args: unknown[]) => unknown;

/** Those of AVA's chain that files here use. */
const NAMES = ['serial', 'before', 'after', 'always', 'beforeEach', 'afterEach', 'failing'];

const declarations: Declaration[] = [];
let isDeclared = false;

/** What a test file gets as AVA's `test`. Titles begin with the file, so that equal titles of two files differ. */
export const testOf = (file: string): TestFn => recorder(file, []) as TestFn;

function recorder(file: string, chain: readonly string[]): unknown {
  return new Proxy(() => {}, {
    get(_, name) {
      if (!NAMES.includes(String(name)))
        throw new Error(`The runner does not know test.${String(name)}: see declare.ts.`);
      return recorder(file, [...chain, String(name)]);
    },
    apply(_, __, [title, ...rest]: unknown[]) {
      if (isDeclared) throw new Error(`${file} declares a test after all have been declared.`);
      declarations.push({
        file,
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
export function declareAll({ inTurn, files }: { readonly inTurn: boolean; readonly files: readonly string[] }): void {
  const { timesPath } = readTestRun();
  isDeclared = true;
  // AVA says so of a process without tests, not of a file in it.
  for (const file of files)
    if (!declarations.some((one) => one.file === file && isTest(one))) throw new Error(`${file} declares no test.`);
  for (const one of declarations) {
    const { chain, args } = one;
    const whole = isTest(one) && inTurn ? ['serial'] : chain;
    const declare = whole.reduce((part, name) => part[name] as never, test as unknown as Record<string, unknown>);
    (declare as unknown as Implementation)(...(isTest(one) && timesPath ? timed(timesPath, args) : args));
  }
}

const isTest = ({ chain }: Declaration): boolean => chain.every((name) => name === 'serial');

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
