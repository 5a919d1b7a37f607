import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { stringify } from 'yaml';
import { deploy, type Host, packageService } from '../../../../src/adapters/gcp/deploy/index.ts';
import { type GoogleApis, startGoogleApis } from '../../../helpers/google-apis/server.ts';
import { PROJECT } from '../../../helpers/google-apis/state.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');

// biome-ignore lint/suspicious/noExplicitAny: a test changes it as it likes
export type Yaml = any;

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestService {
  readonly folder: string;
  readonly yaml: () => Yaml;
  /** Runs `sls` as a process. */
  sls(
    command: string,
    options?: { environment?: NodeJS.ProcessEnv; killAfter?: () => Promise<unknown> },
  ): Promise<Ended>;
  /** The same as `sls package` and `sls deploy` in this process. */
  deploy(): Promise<void>;
  write(path: string, content: string): Promise<void>;
  /** Changes serverless.yml. */
  change(change: (yaml: Yaml) => void): Promise<void>;
}

const HANDLER = `
import { http, cloudEvent } from '@google-cloud/functions-framework';
http('plan', (request, response) => { response.json({ planned: request.body }); });
cloudEvent('onUpload', () => {});
`;

/** Two functions, one of which a workflow calls and the other a bucket, with all that a service can have. */
export const serviceYaml = (): Yaml => ({
  service: 'films',
  plugins: ['./plugin.cjs'],
  provider: { name: 'google', project: PROJECT, stage: 'dev', environment: { MODE: 'test' } },
  buckets: {
    main: {
      name: `films-dev-${PROJECT}`,
      lifecycle: [{ action: { type: 'Delete' }, condition: { age: 7, matchesPrefix: ['uploads/'] } }],
    },
  },
  functions: {
    plan: {
      handler: 'plan.ts',
      include: [{ from: 'tools', to: 'bin' }],
      memory: '1Gi',
      cpu: 1,
      timeout: 300,
      roles: [
        { role: 'roles/storage.objectViewer', bucket: 'main', prefix: 'videos/' },
        { role: 'roles/iam.serviceAccountTokenCreator', on: 'self' },
      ],
      invokers: ['workflow:analysis'],
    },
    onUpload: {
      handler: 'plan.ts',
      timeout: 60,
      roles: [{ role: 'roles/workflows.invoker' }],
      events: [{ storage: { bucket: 'main', event: 'finalized', retry: true } }],
    },
  },
  workflows: {
    analysis: { source: 'workflow.yml', name: 'films-dev', environment: { PLAN_URL: { urlOf: 'plan' } }, roles: [] },
  },
});

/** A service in a folder of its own, and Google on the loopback interface. */
export async function createService(
  t: ExecutionContext,
  yaml: Yaml = serviceYaml(),
): Promise<{ service: TestService; google: GoogleApis }> {
  const google = await startGoogleApis();
  const folder = await mkdtemp(join(tmpdir(), 'sls-google-'));
  t.teardown(async () => {
    google.close();
    await rm(folder, { recursive: true, force: true });
  });
  let current = yaml;
  const write = async (path: string, content: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  await write('serverless.yml', stringify(current));
  await write(
    'plugin.cjs',
    `module.exports = require(${JSON.stringify(join(ROOT, 'src/adapters/gcp/deploy/plugin.cjs'))});`,
  );
  await write('plan.ts', HANDLER);
  await write('workflow.yml', 'main:\n  steps:\n    - done:\n        return: 1\n');
  await write('tools/tool', '#!/bin/sh\n');
  await copyFile(join(ROOT, 'package-lock.json'), join(folder, 'package-lock.json'));
  const service: TestService = {
    folder,
    yaml: () => structuredClone(current),
    async deploy() {
      const host = await createHost(folder, structuredClone(current), google.url);
      await deploy(host, await packageService(host));
    },
    write,
    async change(change) {
      current = structuredClone(current);
      change(current);
      await write('serverless.yml', stringify(current));
    },
    sls: (command, { environment = {}, killAfter } = {}) =>
      new Promise((done) => {
        const child = execFile(
          process.execPath,
          [join(ROOT, 'node_modules/serverless/bin/serverless.js'), ...command.split(' ')],
          {
            cwd: folder,
            env: {
              PATH: process.env['PATH'],
              HOME: folder,
              // Else every process compiles the framework's schema anew.
              SLS_SCHEMA_CACHE_BASE_DIR: join(ROOT, 'node_modules/.cache'),
              GOOGLE_API_ENDPOINT: google.url,
              // As on a machine in Google Cloud.
              GCE_METADATA_HOST: google.url.replace('http://', ''),
              ...environment,
            },
          },
          (error, stdout, stderr) => done({ status: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
        );
        void killAfter?.().then(() => child.kill('SIGKILL'));
      }),
  };
  return { service, google };
}

/** Who deploys is a matter of the process: one for all. */
let identity: Promise<GoogleApis> | undefined;

async function createHost(serviceDir: string, configurationInput: Yaml, endpoint: string): Promise<Host> {
  identity ??= startGoogleApis();
  const { url, unref } = await identity;
  unref();
  process.env['GCE_METADATA_HOST'] = url.replace('http://', '');
  return {
    serverless: { serviceDir, configurationInput, service: configurationInput },
    options: {},
    log: { notice() {}, warning() {} },
    progress: { create: () => ({ update() {}, remove() {} }) },
    writeText() {},
    environment: { GOOGLE_API_ENDPOINT: endpoint },
  };
}

export const readJson = async (path: string): Promise<Yaml> => JSON.parse(await readFile(path, 'utf8'));
