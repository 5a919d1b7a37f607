import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { decodePicture, readPictures } from '../../models/pictures.ts';
import { describeCommand, runFfmpeg } from '../../src/core/index.ts';
import { makeFolder, testFfmpeg } from '../helpers/clips.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
test.after.always(() => folder.remove());

/** Pictures of every kind and of odd sizes. */
async function writePictures(): Promise<string[]> {
  const names = ['a.jpg', 'b.png', 'c.bmp', 'd.jpg', 'e.png'];
  for (const [i, name] of names.entries()) {
    const command = describeCommand()
      .input(`testsrc2=s=${61 + 100 * i}x${300 - 37 * i}`)
      .inputFormat('lavfi')
      .output(join(folder.path, name))
      .outputOptions(['-frames:v', '1', ...(name.endsWith('jpg') ? ['-pix_fmt', 'yuvj420p'] : [])]);
    await runFfmpeg(ffmpeg, command).ended;
  }
  return names.map((name) => join(folder.path, name));
}

/** The ffmpeg of the tests, which writes down that it was started. */
function countStarts(): { path: string; count: () => number } {
  const [path, log] = [join(folder.path, 'ffmpeg'), join(folder.path, 'starts')];
  writeFileSync(path, `#!/bin/sh\n[ "$2" = -version ] || echo started >> "${log}"\nexec "${ffmpeg.path}" "$@"\n`);
  chmodSync(path, 0o755);
  writeFileSync(log, '');
  return { path, count: () => readFileSync(log, 'utf8').split('\n').length - 1 };
}

test.serial('pictures that one ffmpeg decodes are as by themselves; an unreadable one is left out', async (t) => {
  const paths = await writePictures();
  const { FFMPEG_PATH: before } = process.env;
  t.teardown(() => {
    if (before === undefined) delete process.env.FFMPEG_PATH;
    else process.env.FFMPEG_PATH = before;
  });
  const broken = join(folder.path, 'broken.png');
  writeFileSync(broken, Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(500, 7)]));
  const text = join(folder.path, 'text.jpg');
  writeFileSync(text, 'no picture');
  const expected = await Promise.all(paths.map((path) => decodePicture(ffmpeg, path)));
  for (const others of [[], [broken], [text, broken]]) {
    const lines: string[] = [];
    const starts = countStarts();
    process.env.FFMPEG_PATH = starts.path;
    const found: { path: string; frame: Uint8Array }[] = [];
    const given = [...paths.slice(0, 2), ...others, ...paths.slice(2)];
    for await (const picture of readPictures(given, (line) => void lines.push(line))) found.push(picture);
    t.deepEqual(
      found.map(({ path }) => path),
      paths,
    );
    for (const [i, { frame }] of found.entries()) t.true(Buffer.from(expected[i]!).equals(frame), paths[i]);
    if (others.length === 0) t.is(starts.count(), 1);
    t.deepEqual(
      lines,
      others.map((path) => `${path} could not be decoded and is left out.`),
    );
  }
});
