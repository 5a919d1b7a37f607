import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { ensureModel } from '../../../models/ensure.ts';
import { programPath, TEST_CACHE } from '../../helpers/command-line.ts';

/** What a process that loads and runs a network leaves in its home and in the folders for temporary files. */
async function loadNetwork(by: 'product' | 'library'): Promise<string[]> {
  const { modelPath } = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: TEST_CACHE });
  const folder = mkdtempSync(join(tmpdir(), 'reelsight-test-'));
  try {
    const child = spawn(process.execPath, [programPath('load-network'), modelPath, by], {
      env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [status] = (await once(child, 'close')) as [number];
    if (status !== 0) throw new Error(`ended with ${status}`);
    // It keeps no other folder for its log than this one.
    const logs = readdirSync('/tmp').filter((name) => name === `mat-debug-${child.pid}.log`);
    return [...readdirSync(folder, { recursive: true, encoding: 'utf8' }), ...logs];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// `test/system/telemetry.test.ts` watches the network itself.
test('loading and running a network leaves none of the files that onnxruntime keeps for its reports', async (t) => {
  t.deepEqual(await loadNetwork('product'), []);
  // Where the reports are not switched off before it is loaded.
  t.true((await loadNetwork('library')).includes('.ses'));
});
