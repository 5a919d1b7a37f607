import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TEST_CACHE } from '../helpers/command-line.ts';
import { PROJECT } from '../helpers/google-apis/state.ts';

const execute = promisify(execFile);

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const PACKAGES = join(ROOT, '.build/test-packages');

/** What packing must do without: an account, and the settings of anyone who runs the tests. */
const EMPTY = [
  'AWS_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GOOGLE_CLOUD_PROJECT',
];

export const withoutAccount = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([key]) => !EMPTY.includes(key)));

/**
 * Packs the service for the stage `test` as `sls package` does, once for each run of the tests, and returns the folder
 * of the packages.
 */
export const packageService = (name = 'default', parameters: Readonly<Record<string, string>> = {}): Promise<string> =>
  packOnce('serverless.aws.yml', name, parameters);

/** The service with other parameters than the defaults: one package for all who look at its template. */
export const packageChanged = (): Promise<string> =>
  packageService('parameters', {
    workerMemory: '3008',
    maxConcurrency: '500',
    reservedConcurrency: '600',
    chunkSeconds: '45',
    logRetentionDays: '7',
    intermediateDays: '3',
    uploadDays: '1',
    videoBuckets: 'studio-a, studio-b',
    alarmEmail: 'ops@example.com',
  });

/** The same for Google Cloud, as `packageService` for AWS. */
export const packageSources = (): Promise<string> => packOnce('serverless.gcp.yml', 'gcp', { project: PROJECT });

async function packOnce(config: string, name: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(PACKAGES, name);
  const stamp = join(PACKAGES, `${name}.json`);
  // Each file of tests is a process of its own, all of them children of one.
  const content = JSON.stringify({ run: process.ppid, parameters });
  if ((await readFile(stamp, 'utf8').catch(() => '')) === content) return folder;
  await rm(stamp, { force: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(PACKAGES, { recursive: true });
  const settings = Object.entries(parameters).flatMap(([key, value]) => ['--param', `${key}=${value}`]);
  await execute(
    join(ROOT, 'node_modules/.bin/sls'),
    ['package', '--config', config, '--stage', 'test', '--package', folder, ...settings],
    {
      cwd: ROOT,
      env: {
        ...withoutAccount(),
        REELSIGHT_CACHE: TEST_CACHE,
      },
    },
  );
  await writeFile(stamp, content);
  return folder;
}

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

export const readTemplate = async (folder: string): Promise<Template> =>
  JSON.parse(await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8'));
