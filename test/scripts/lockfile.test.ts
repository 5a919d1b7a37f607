import { readFile } from 'node:fs/promises';
import test from 'ava';

test('npm is told of no install script of onnxruntime-node, which would download libraries for CUDA', async (t) => {
  // npm runs the scripts that the lockfile tells of. Where `npm install` of a new version adds the line, remove it.
  const lock = JSON.parse(await readFile(new URL('../../package-lock.json', import.meta.url), 'utf8'));
  t.truthy(lock.packages['node_modules/onnxruntime-node'].version);
  t.is(lock.packages['node_modules/onnxruntime-node'].hasInstallScript, undefined);
});
