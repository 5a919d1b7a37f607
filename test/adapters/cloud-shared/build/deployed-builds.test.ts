import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { logBuilds } from '../../../../src/adapters/cloud-shared/build/deployed-builds.ts';
import { makeFolder } from '../../../helpers/clips.ts';

const folder = await makeFolder();
test.after.always(() => folder.remove());
const NOW = new Date('2026-06-01T00:00:00Z');

/** A program that starts here and says of which year it is; null: one that does not start here. */
async function writeProgram(name: string, place: string, year: number | null) {
  const from = join(folder.path, place, name);
  await mkdir(join(folder.path, place), { recursive: true });
  const line = `${name} version 8.0 Copyright (c) 2000-${year} the FFmpeg developers`;
  await writeFile(from, year === null ? Buffer.from('\x7fELF\x02\x01\x01') : `#!/bin/sh\necho "${line}"\n`);
  await chmod(from, 0o755);
  return { from, laidOut: from };
}

async function logOf(files: Parameters<typeof logBuilds>[0]) {
  const lines: string[] = [];
  await logBuilds(
    files,
    { info: (text) => lines.push(`info ${text}`), warn: (text) => lines.push(`warn ${text}`) },
    NOW,
  );
  return lines;
}

test('a deployment says of which year its ffmpeg and ffprobe are, and warns of old ones', async (t) => {
  const [ffmpeg, ffprobe] = await logOf({
    ffmpeg: await writeProgram('ffmpeg', 'own', 2023),
    ffprobe: await writeProgram('ffprobe', 'own', 2024),
  });
  t.regex(ffmpeg!, /^warn ffmpeg .* 8\.0 of 2023, older than 2 years: .*security fixes.* REELSIGHT_DEPLOY_FFMPEG\.$/);
  t.is(ffprobe, "info ffprobe that reads strangers' videos: 8.0 of 2024");
});

test('one that does not start here is known by its npm package, or not at all', async (t) => {
  const ffmpeg = await writeProgram('ffmpeg', 'package', null);
  const record = { name: '@ffmpeg-installer/linux-arm64', ffmpeg: '20181210-g0e8eb07980' };
  await writeFile(join(folder.path, 'package', 'package.json'), JSON.stringify(record));
  const lines = await logOf({ ffmpeg, ffprobe: await writeProgram('ffprobe', 'package', null) });
  t.regex(lines[0]!, /^warn ffmpeg .* 20181210-g0e8eb07980 of 2018, older than 2 years/);
  t.regex(lines[1]!, /^warn ffprobe .* cannot be told here\. .*REELSIGHT_DEPLOY_FFPROBE/);
});
