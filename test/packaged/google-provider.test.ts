import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';

const execute = promisify(execFile);
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

const FILES = {
  'package.json': JSON.stringify({
    name: 'films',
    version: '1.0.0',
    type: 'module',
    dependencies: { '@google-cloud/functions-framework': '^5.0.5' },
  }),
  'src/plan.ts': `import { http } from '@google-cloud/functions-framework';
http('plan', (_request, response) => response.json({ planned: true }));
`,
  'serverless.yml': `service: films
frameworkVersion: "4"
plugins: [serverless-google-provider]
provider: { name: google, project: my-project-123, region: europe-west1, runtime: nodejs24 }
functions: { plan: { handler: src/plan.ts } }
`,
};

test('the Google provider, packed and installed beside the framework, packs a service of somebody else', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'reelsight-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const run = (command: string, args: readonly string[], cwd = folder) => execute(command, args, { cwd });
  const { stdout } = await run(
    'npm',
    ['pack', '--json', '--pack-destination', folder],
    join(ROOT, 'tools/serverless-google'),
  );
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  t.deepEqual(
    files.map(({ path }) => path).filter((path) => !path.startsWith('src/')),
    ['README.md', 'package.json', 'plugin.cjs'],
  );
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await run('npm', ['install', '--no-audit', '--no-fund', join(folder, filename), 'serverless@npm:osls@^4.3.1']);
  await run('npx', ['sls', 'package']);
  t.true((await stat(join(folder, '.build/gcp/plan.zip'))).size > 0);
});
