import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { stringify } from 'yaml';
import { type GoogleApis, startGoogleApis } from '../../helpers/google-apis/server.ts';
import { PROJECT } from '../../helpers/google-apis/state.ts';
import { type CommandOptions, type Printed, ROOT, runCommand, type Yaml } from './plugin.ts';

export interface TestService {
  readonly folder: string;
  readonly google: GoogleApis;
  /** Runs what the plugin does for a command of `sls`, for example `deploy function`. Errors: as the framework gets them. */
  run(command: string, options?: CommandOptions): Promise<Printed>;
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
export async function createService(t: ExecutionContext): Promise<{ service: TestService; google: GoogleApis }> {
  const google = await startGoogleApis();
  const folder = await mkdtemp(join(tmpdir(), 'sls-google-'));
  t.teardown(async () => {
    google.close();
    await rm(folder, { recursive: true, force: true });
  });
  let current = serviceYaml();
  const write = async (path: string, content: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  await write('serverless.yml', stringify(current));
  await write('plan.ts', HANDLER);
  await write('workflow.yml', 'main:\n  steps:\n    - done:\n        return: 1\n');
  await write('tools/tool', '#!/bin/sh\n');
  await symlink(join(ROOT, 'package-lock.json'), join(folder, 'package-lock.json'));
  const service: TestService = {
    folder,
    google,
    run: (command, options = {}) => runCommand({ serviceDir: folder, yaml: current, google, command, options }),
    write,
    async change(change) {
      current = structuredClone(current);
      change(current);
      await write('serverless.yml', stringify(current));
    },
  };
  return { service, google };
}
