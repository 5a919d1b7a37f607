import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { makeFolder, testFfmpeg, writeClip } from '../helpers/clips.ts';
import { runReelsight } from '../helpers/command-line.ts';

/** A disk of so many bytes, gone after `work`. */
async function withDisk(kibibytes: number, work: (path: string) => Promise<void>): Promise<void> {
  const folder = await makeFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', folder.path]);
  try {
    await work(folder.path);
  } finally {
    execFileSync('umount', [folder.path]);
    await folder.remove();
  }
}

/** All files below a folder, with their bytes. */
const readFiles = (root: string): Map<string, Buffer> =>
  new Map(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path, readFileSync(path)]),
  );

const folder = await makeFolder();
const clip = await writeClip(await testFfmpeg(), join(folder.path, 'clip.mp4'), {
  parts: [['testsrc2', 6]],
  outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'],
});
test.after.always(() => folder.remove());

for (const [what, kibibytes] of [
  ['while measuring', 60],
  ['while writing the result', 340],
] as const) {
  test(`a disk that fills up ${what} is told, and nothing stays on it`, async (t) => {
    await withDisk(kibibytes, async (path) => {
      const { status, stdout, stderr } = await runReelsight(['analyze', clip, '--out', join(path, 'out')]);
      t.is(status, 1, stdout);
      t.regex(stderr, /disk is full; free some space or choose another disk with --out/);
      t.deepEqual(readdirSync(path), []);
    });
  });
}

test('a cache folder on a full disk is told, and no half model stays', async (t) => {
  await withDisk(8_000, async (path) => {
    const { status, stderr } = await runReelsight(['models', 'build'], {
      env: { REELSIGHT_CACHE: join(path, 'cache') },
    });
    t.is(status, 1);
    t.regex(stderr, /full|space/i);
    t.notRegex(stderr, /\n\s+at /);
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+/.test(name));
    t.deepEqual(files, []);
  });
});

test('a full disk does not harm the result of an earlier run', async (t) => {
  await withDisk(2_000, async (path) => {
    const out = join(path, 'out');
    t.is((await runReelsight(['analyze', clip, '--out', out])).status, 0);
    const before = readFiles(out);
    mkdirSync(join(path, 'ballast'));
    for (let i = 0; ; i++) {
      try {
        writeFileSync(join(path, 'ballast', String(i)), new Uint8Array(8_192));
      } catch {
        break;
      }
    }
    t.is((await runReelsight(['analyze', clip, '--out', out])).status, 1);
    t.deepEqual(readFiles(out), before);
  });
});
