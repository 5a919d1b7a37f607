import { chmodSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'ava';
import { makeFolder } from '../../helpers/clips.ts';
import { runReelsight } from '../../helpers/command-line.ts';

const folder = await makeFolder();
test.after.always(() => folder.remove());

interface Finding {
  readonly what: string;
  readonly state: string;
  readonly detail: string;
}

test('doctor finds nothing to mend where the tests run', async (t) => {
  const { status, stdout, stderr } = await runReelsight(['doctor', '--json']);
  t.is(status, 0, stderr);
  const findings: Finding[] = JSON.parse(stdout);
  t.deepEqual(
    findings.map(({ what }) => what),
    ['Node.js', 'ffmpeg', 'ffprobe', 'decoders', 'filters', 'model cache', 'network', 'cores and memory'],
  );
  t.deepEqual(
    findings.filter(({ state }) => state === 'broken'),
    [],
  );
});

test('doctor names a path that is not ffmpeg, and fails', async (t) => {
  const { status, stdout, stderr } = await runReelsight(['doctor'], { env: { FFMPEG_PATH: process.execPath } });
  t.is(status, 1);
  t.true(/BROKEN +ffmpeg .*FFMPEG_PATH/.test(stdout), stdout);
  t.regex(stderr, /fix ffmpeg/);
});

/** A program that answers as an ffprobe of that year does. */
function writeFfprobe(year: number): string {
  const path = join(folder.path, `ffprobe-${year}`);
  writeFileSync(path, `#!/bin/sh\necho "ffprobe version 9.0-x Copyright (c) 2007-${year} the FFmpeg developers"\n`);
  chmodSync(path, 0o755);
  return path;
}

const require = createRequire(import.meta.url);
const thisYear = new Date().getUTCFullYear();

test('doctor says of which year ffmpeg and ffprobe are, and what old ones lack', async (t) => {
  const { path } = require('@ffmpeg-installer/ffmpeg') as { path: string };
  const env = { FFMPEG_PATH: path, FFPROBE_PATH: writeFfprobe(thisYear - 3) };
  const { status, stdout } = await runReelsight(['doctor'], { env });
  t.is(status, 0, stdout);
  t.regex(stdout, /^old +ffmpeg +\S+ of 2018, .*security fixes.*FFMPEG_PATH$/m);
  t.regex(stdout, new RegExp(`^old +ffprobe +9\\.0-x of ${thisYear - 3}, .*security fixes.*FFPROBE_PATH$`, 'm'));
});

test('doctor has nothing against a current ffprobe, and fails for what is none', async (t) => {
  const current = await runReelsight(['doctor'], { env: { FFPROBE_PATH: writeFfprobe(thisYear - 1) } });
  t.regex(current.stdout, new RegExp(`^ok +ffprobe +9\\.0-x of ${thisYear - 1}, \\S+$`, 'm'));
  for (const path of [process.execPath, '/nowhere/ffprobe']) {
    const { status, stdout, stderr } = await runReelsight(['doctor'], { env: { FFPROBE_PATH: path } });
    t.is(status, 1, stdout);
    t.regex(stdout, /^BROKEN +ffprobe .*FFPROBE_PATH/m);
    t.regex(stderr, /fix ffprobe/);
  }
});
