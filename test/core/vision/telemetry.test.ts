import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { ensureModel } from '../../../models/ensure.ts';
import { TEST_CACHE } from '../../helpers/command-line.ts';

const SESSION = pathToFileURL('src/core/vision/session.ts').href;

/** What a process that loads a network leaves in its temp folder. */
async function loadNetwork(modelPath: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'reelsight-test-'));
  const script = `
    import { readFileSync } from 'node:fs';
    const { openSession } = await import(${JSON.stringify(SESSION)});
    const session = await openSession(readFileSync(${JSON.stringify(modelPath)}), { threads: 1 });
    await session.close();
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [status] = (await once(child, 'close')) as [number];
  if (status !== 0) throw new Error(`ended with ${status}`);
  const left = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  // It keeps no other folder for its log than this one.
  const logs = readdirSync('/tmp').filter((name) => name === `mat-debug-${child.pid}.log`);
  rmSync(folder, { recursive: true });
  return [...left.filter((name) => !name.startsWith('tsx-')), ...logs];
}

test('loading a network leaves nothing behind and reports to nobody', async (t) => {
  const { modelPath } = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: TEST_CACHE });
  t.deepEqual(await loadNetwork(modelPath), []);
});
