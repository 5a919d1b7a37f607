import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { locatePackagedFfprobe, makeStartable } from '../../../src/core/media/packaged-ffprobe.ts';
import { makeFolder } from '../../helpers/clips.ts';

const execute = promisify(execFile);
const folder = await makeFolder();
test.after.always(() => folder.remove());

/** The packaged ffprobe as npm unpacks it where no install script runs. */
function unpack(name: string) {
  const { path: from, version } = locatePackagedFfprobe()!;
  const path = join(folder.path, name);
  copyFileSync(from, path);
  chmodSync(path, 0o644);
  return { path, version };
}

const place = (name: string) => {
  const path = join(folder.path, name);
  mkdirSync(path);
  return path;
};

test('a packaged ffprobe that may be started is used where it lies', async (t) => {
  const packaged = unpack('whole');
  chmodSync(packaged.path, 0o755);
  const cache = place('unused');
  t.is(await makeStartable(packaged, cache), packaged.path);
  t.deepEqual(readdirSync(cache), []);
});

test('one without the executable bit is copied once, also when several ask at the same time, and starts', async (t) => {
  const packaged = unpack('bare');
  const cache = place('cache');
  const paths = await Promise.all([1, 2, 3].map(() => makeStartable(packaged, cache)));
  const [copy] = paths;
  t.deepEqual(new Set(paths).size, 1);
  t.deepEqual(readdirSync(join(cache, 'ffprobe')), [`ffprobe-${packaged.version}`]);
  t.regex((await execute(copy!, ['-version'])).stdout, /^ffprobe version /);
  t.is(statSync(packaged.path).mode & 0o777, 0o644);
  const { ino } = statSync(copy!);
  t.is(await makeStartable(packaged, cache), copy);
  t.is(statSync(copy!).ino, ino);
});

test('a copy that is not whole is made again', async (t) => {
  const packaged = unpack('cut');
  const cache = place('broken');
  const copy = await makeStartable(packaged, cache);
  writeFileSync(copy, 'half');
  t.is(await makeStartable(packaged, cache), copy);
  t.regex((await execute(copy, ['-version'])).stdout, /^ffprobe version /);
});

test('where no copy can be kept, the message says what to do', async (t) => {
  const packaged = unpack('stuck');
  const cache = join(folder.path, 'a-file');
  writeFileSync(cache, '');
  const error = await t.throwsAsync(makeStartable(packaged, cache));
  t.like(error, { kind: 'environment' });
  for (const advice of [`chmod a+x ${packaged.path}`, 'FFPROBE_PATH', cache]) t.true(error?.message.includes(advice));
});
