/**
 * Compiles the tests of a tier and runs them with AVA:
 *
 *     tsx test/runner/run.ts [--tier NAME] [--times] [PART OF A PATH ...] [-- OPTIONS OF AVA]
 *
 * Parts of paths choose test files: `npm test -- core/shots`, `npm test -- local/split.test.ts`. Without a tier: what needs
 * Node and npm alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleTests, type TestGroup } from './bundle.ts';
import { planGroups } from './plan-groups.ts';
import { prepareModels } from './prepare-models.ts';
import { PROGRAMS, RUN_VARIABLE, type TestRun } from './test-run.ts';
import { TIERS } from './tiers.ts';
import { showTimes } from './times.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const USAGE_ERROR = 2;

async function main(args: readonly string[]): Promise<number> {
  const split = args.includes('--') ? args.indexOf('--') : args.length;
  const avaOptions = args.slice(split + 1);
  const { values, positionals: parts } = parseArgs({
    args: args.slice(0, split),
    allowPositionals: true,
    options: { tier: { type: 'string', default: 'default' }, times: { type: 'boolean', default: false } },
  });
  const tierName = values.tier;
  const tier = Object.hasOwn(TIERS, tierName) ? TIERS[tierName] : undefined;
  if (!tier) return refuse(`There is no tier "${tierName}", but ${Object.keys(TIERS).join(', ')}.`);
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
  const groups = chooseFiles(planGroups(files, tier), parts);
  if (groups.length === 0) return refuse(`No test file of "${tierName}" has ${parts.join(' or ')} in its path.`);

  // Tiers may run side by side.
  const folder = join(ROOT, 'build/tests', tierName);
  await rm(folder, { recursive: true, force: true });
  await Promise.all([
    bundleTests({ root: ROOT, folder, groups, programs: PROGRAMS }),
    prepareModels(tier.models, (line) => process.stdout.write(`${line}\n`)),
  ]);
  const timesPath = values.times ? join(folder, 'times.jsonl') : null;
  const status = await runAva(avaOptions, {
    folder: relative(ROOT, folder),
    order: groups.map(({ name }) => name),
    concurrency: tier.concurrency,
    timesPath,
  });
  if (timesPath) process.stdout.write(showTimes(timesPath));
  return status;
}

/** Of each group the files that have one of the parts in their path. */
const chooseFiles = (groups: readonly TestGroup[], parts: readonly string[]): TestGroup[] =>
  groups
    .map((group) => ({
      ...group,
      files: group.files.filter((file) => parts.length === 0 || parts.some((part) => `test/${file}`.includes(part))),
    }))
    .filter(({ files }) => files.length > 0);

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return USAGE_ERROR;
}

async function runAva(options: readonly string[], run: TestRun): Promise<number> {
  const ava = join(dirname(createRequire(import.meta.url).resolve('ava')), 'cli.mjs');
  const config = join(ROOT, 'test/runner/ava.config.mjs');
  const child = spawn(process.execPath, [ava, '--config', config, ...options], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, [RUN_VARIABLE]: JSON.stringify(run) },
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return status ?? 1;
}

process.exitCode = await main(process.argv.slice(2));
