import { chmodSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { inspectFfmpeg } from '../../../src/core/index.ts';
import { makeFolder } from '../../helpers/clips.ts';

const folder = await makeFolder();
test.after.always(() => folder.remove());

/** A program that answers as ffmpeg does, and writes down that it was asked. */
function writeProgram(path: string, version: string): void {
  writeFileSync(path, `#!/bin/sh\necho asked >> "${path}.log"\necho "ffmpeg version ${version} Copyright"\n`);
  chmodSync(path, 0o755);
}

test('an ffmpeg is asked once what it is, and again when it is another file', async (t) => {
  const path = join(folder.path, 'ffmpeg');
  const timesAsked = () => readFileSync(`${path}.log`, 'utf8').trim().split('\n').length;
  const environment = { PATH: process.env.PATH ?? '' };
  writeProgram(path, '5.0.1');
  const [first, second] = await Promise.all([inspectFfmpeg(path, environment), inspectFfmpeg(path, environment)]);
  t.is(first.version, '5.0.1');
  t.deepEqual(second, first);
  t.is(timesAsked(), 1);
  writeProgram(path, '7.1.2');
  utimesSync(path, 1, 1);
  const other = await inspectFfmpeg(path, environment);
  t.is(other.version, '7.1.2');
  t.not(other.passthroughOptions[0], first.passthroughOptions[0]);
  t.is(timesAsked(), 2);
});

test('what is not ffmpeg is not ffmpeg the next time, too', async (t) => {
  const path = join(folder.path, 'shell');
  writeFileSync(path, '#!/bin/sh\necho hello\n');
  chmodSync(path, 0o755);
  for (let i = 0; i < 2; i++)
    await t.throwsAsync(inspectFfmpeg(path, {}), { message: /does not answer as ffmpeg does/ });
});
