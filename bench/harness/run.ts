import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReelsightError } from '../../src/core/errors.ts';
import { type OptionSpecs, type PositionalsOf, parseArguments, type ValuesOf } from './arguments.ts';

/** What a bench program takes. */
export interface BenchSpec<Names, Specs> {
  /** Text of `--help`. Its first paragraph is `Usage: npx tsx bench/NAME.ts ...`; errors of the arguments show that alone. */
  readonly usage: string;
  /** See `parseArguments`. */
  readonly positionals: Names;
  readonly options: Specs;
}

/** What a bench program works with. */
interface Bench {
  /** A line of the result: stdout. */
  readonly print: (line: string) => void;
  /** A line about how far it is: stderr. */
  readonly progress: (line: string) => void;
  /** Makes an empty folder that is removed when the program ends, however it does. */
  readonly makeTempFolder: () => Promise<string>;
}

export type BenchMain<Names, Specs> = (
  bench: Bench & { readonly values: ValuesOf<Specs>; readonly positionals: PositionalsOf<Names> },
  // biome-ignore lint/suspicious/noConfusingVoidType: a program without a status of its own returns nothing
) => Promise<number | void>;

export interface BenchIo {
  readonly args: readonly string[];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Runs a program of `bench/` on the arguments of this process, and sets its exit status as `runBenchWith` returns it. */
export async function runBench<const Names extends readonly string[], const Specs extends OptionSpecs>(
  spec: BenchSpec<Names, Specs>,
  main: BenchMain<Names, Specs>,
): Promise<void> {
  const { argv, stdout, stderr } = process;
  process.exitCode = await runBenchWith(spec, main, { args: argv.slice(2), stdout, stderr });
}

/**
 * Returns the exit status: that of the program, or 0; 2 where the arguments or an input are wrong; 1 where it failed. What
 * was thrown on purpose is shown as a message, anything else with its stack. Never throws.
 */
export async function runBenchWith<const Names extends readonly string[], const Specs extends OptionSpecs>(
  { usage, positionals: names, options }: BenchSpec<Names, Specs>,
  main: BenchMain<Names, Specs>,
  { args, stdout, stderr }: BenchIo,
): Promise<number> {
  const progress = (line: string) => void stderr.write(`${line}\n`);
  const print = (line: string) => void stdout.write(`${line}\n`);
  if (args.includes('--help')) {
    print(usage);
    return 0;
  }
  const folders: string[] = [];
  const makeTempFolder = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reelsight-bench-'));
    folders.push(folder);
    return folder;
  };
  let parsed: ReturnType<typeof parseArguments<Names, Specs>>;
  try {
    parsed = parseArguments(args, names, options);
  } catch (error) {
    progress(`${(error as Error).message}\n${usage.split('\n\n')[0]}\n(--help says more)`);
    return 2;
  }
  try {
    return (await main({ ...parsed, print, progress, makeTempFolder })) ?? 0;
  } catch (error) {
    progress(describeError(error));
    return error instanceof ReelsightError && error.kind === 'input' ? 2 : 1;
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}

/** Errors of the system (no such file) need no stack, either. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof ReelsightError || 'syscall' in error ? error.message : (error.stack ?? error.message);
}
