import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { SHIPPED_HEADS } from '../../../models/shipped-heads.ts';
import { readModelFacts } from '../../../src/adapters/cloud-shared/models.ts';
import { createGcsStore } from '../../../src/adapters/gcp/store.ts';
import { createGcsVideos } from '../../../src/adapters/gcp/videos.ts';
import { startAnalysis } from '../../../src/service/index.ts';
import { makeFolder, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { startGcs } from '../../helpers/gcs-server.ts';
import { PROJECT } from '../../helpers/google-apis/state.ts';
import { createTokenServer } from '../../helpers/token-server.ts';
import { packageSources } from '../package-service.ts';
import { openCloudRun } from './cloud-run.ts';
import { BUCKET, openDeployment } from './deployment.ts';

const packages = await packageSources();
const deployment = await openDeployment();
await deployment.sls(`deploy --package ${packages}`);
const cloudRun = await openCloudRun(deployment);
const gcs = await startGcs();
await gcs.storage.createBucket(BUCKET);
const tokens = await createTokenServer();
const folder = await makeFolder();
test.after.always(async () => {
  await cloudRun.remove();
  deployment.close();
  await Promise.all([gcs.close(), tokens.close(), folder.remove()]);
});

const store = createGcsStore({ storage: gcs.storage, bucket: BUCKET });
const readJson = async (key: string) => JSON.parse(Buffer.from(await store.get(key)).toString());

/** Starts a function with the identity of its account, which has no key, on the loopback store. */
async function start(name: string) {
  const account = deployment.functionOf(name).serviceConfig.serviceAccountEmail;
  return cloudRun.start(name, {
    GCE_METADATA_HOST: await tokens.openMetadata(account, PROJECT),
    REELSIGHT_STORAGE_ENDPOINT: gcs.url,
    REELSIGHT_API_ENDPOINT: tokens.url,
    REELSIGHT_CHUNK_SECONDS: '5',
  });
}

/** Sizes and hashes of all files below a folder, but for those in its node_modules. */
async function listFiles(root: string): Promise<Map<string, { sizeBytes: number; sha256: string }>> {
  const files = new Map<string, { sizeBytes: number; sha256: string }>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    files.set(path.slice(root.length + 1), {
      sizeBytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
  }
  return files;
}

for (const [name, key] of [
  ['plan', 'plan'],
  ['analyze-chunk', 'analyzeChunk'],
] as const)
  test.serial(`${name}: Google's build adds the framework, and touches nothing else`, async (t) => {
    const built = await listFiles(await cloudRun.build(name));
    const isInstalled = (path: string) => path.startsWith('node_modules/');
    const source = await listFiles(join(packages, 'functions', key));
    t.deepEqual(new Map([...built].filter(([path]) => !isInstalled(path)).sort()), new Map([...source].sort()));
    const installed = [...built].filter(([path]) => isInstalled(path));
    t.true(installed.some(([path]) => path.startsWith('node_modules/@google-cloud/functions-framework/')));
    // The engine comes with the source: neither it nor what its install script fetches is there a second time.
    t.deepEqual(
      installed.map(([path]) => path).filter((path) => /onnx|\.node$|\.so(\.\d+)*$/.test(path)),
      [],
    );
    const sizeBytes = installed.reduce((sum, [, file]) => sum + file.sizeBytes, 0);
    t.log(`node_modules: ${installed.length} files, ${(sizeBytes / 1e6).toFixed(1)} MB`);
    t.true(sizeBytes < 25e6);
  });

test.serial('a clip is planned and measured', async (t) => {
  const clip = await writeClip(await testFfmpeg(), join(folder.path, 'clip.mp4'), {
    parts: [
      ['testsrc2', 5],
      ['mandelbrot', 5],
    ],
    size: '640x360',
    outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'],
  });
  await store.put('videos/clip.mp4', await readFile(clip));
  const models = await readModelFacts(join(packages, 'functions/api/records'));
  const run = await startAnalysis(
    { video: `gs://${BUCKET}/videos/clip.mp4` },
    {
      store,
      videos: createGcsVideos({ storage: gcs.storage, bucket: BUCKET, videoBuckets: [] }),
      models,
      shippedHeads: SHIPPED_HEADS,
      // What the test does in its place: it calls the steps.
      engine: { start: async () => 'started', stop: async () => {}, find: async () => ({ state: 'unknown' }) },
    },
  );

  const plan = await start('plan');
  const planned = await plan.post(run);
  t.is(planned.status, 200, plan.output());
  t.regex(planned.contentType ?? '', /^application\/json/);
  const itemsKey = `analyses/${run.id}/items-1.json`;
  t.like(planned.body, { ...run, next: 'measure', itemsKey, concurrency: 15 });
  const items = await readJson(itemsKey);
  t.is(planned.body.count, items.length);
  t.true(items.length > 1);
  await plan.stop();

  const worker = await start('analyze-chunk');
  const measured = await worker.post({ ...run, itemsKey, position: 1 });
  t.like(measured, { status: 200, body: {} }, worker.output());
  const keys = [];
  for await (const { key } of store.list(`analyses/${run.id}/chunks/`)) keys.push(key);
  t.true(keys.length > 0);
  const chunk = String(items[1].index).padStart(5, '0');
  t.true(
    keys.every((key) => key.includes(`/chunks/${chunk}`)),
    keys.join(' '),
  );

  const refused = await worker.post({ ...run, itemsKey });
  t.like(refused, { status: 422, body: { kind: 'input', transient: false } });
  await worker.stop();
});

test.serial('bad input is answered with what is wrong', async (t) => {
  const plan = await start('plan');
  const { status, contentType, body } = await plan.post({ id: 'nothing', attempt: 1 });
  t.is(status, 422);
  t.regex(contentType ?? '', /^application\/json/);
  t.like(body, { kind: 'input', transient: false });
  t.regex(body.message, /id/);
  const missing = await plan.post({ id: '0'.repeat(32), attempt: 1 });
  t.like(missing, { status: 422, body: { kind: 'not-found', transient: false } });
  await plan.stop();
});

test.serial('functions run under Node 24, without rights, with nothing to write but /tmp', async (t) => {
  const script = [
    "const { writeFileSync } = require('node:fs');",
    'const isWritable = (path) => { try { writeFileSync(path, ""); return true; } catch { return false; } };',
    "const writable = ['/', '/workspace/', '/tmp/'].filter((folder) => isWritable(folder + 'x'));",
    'process._rawDebug(JSON.stringify({ node: process.version.split(".")[0], user: process.getuid(), writable }));',
  ].join(' ');
  const plan = await cloudRun.start('plan', {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('/'); ${script}`)}`,
  });
  t.true(plan.output().includes('{"node":"v24","user":1000,"writable":["/tmp/"]}'), plan.output());
  await plan.stop();
});
