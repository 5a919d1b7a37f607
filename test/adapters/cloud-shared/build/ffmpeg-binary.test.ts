import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { findOwnBinary, locateBinary } from '../../../../src/adapters/cloud-shared/build/ffmpeg-binary.ts';
import { makeFolder } from '../../../helpers/clips.ts';

/** The head of a 64-bit ELF program for a processor. */
function programFor(machine: number): Buffer {
  const header = Buffer.alloc(64);
  header.write('\x7fELF\x02\x01', 'latin1');
  header.writeUInt16LE(machine, 18);
  return header;
}

const folder = await makeFolder();
test.after.always(() => folder.remove());

const locateWith = async (name: string, content: Buffer | string, architecture: 'x86_64' | 'arm64') => {
  const ownBinary = join(folder.path, name);
  await writeFile(ownBinary, content);
  return locateBinary({ program: 'ffmpeg', root: process.cwd(), architecture, ownBinary, downloads: folder.path });
};

test("one's own ffmpeg is taken when it fits the processor", async (t) => {
  t.is(await locateWith('arm', programFor(183), 'arm64'), join(folder.path, 'arm'));
});

test('an ffmpeg that cannot run there is refused, with what it is', async (t) => {
  await t.throwsAsync(locateWith('other', programFor(62), 'arm64'), {
    message: /built for x86_64; the functions run on arm64\..*REELSIGHT_DEPLOY_FFMPEG/,
  });
  await t.throwsAsync(locateWith('script', '#!/bin/sh\n', 'x86_64'), { message: /is not a 64-bit Linux program/ });
  await t.throwsAsync(
    locateBinary({
      program: 'ffprobe',
      root: process.cwd(),
      architecture: 'x86_64',
      ownBinary: join(folder.path, 'nothing'),
      downloads: folder.path,
    }),
    { message: /The ffprobe to deploy cannot be read: .*Correct REELSIGHT_DEPLOY_FFPROBE/ },
  );
});

test('each program has a variable of its own, and an empty one names nothing', (t) => {
  const environment = { REELSIGHT_DEPLOY_FFMPEG: '/a/ffmpeg', REELSIGHT_DEPLOY_FFPROBE: '' };
  t.is(findOwnBinary('ffmpeg', environment), '/a/ffmpeg');
  t.is(findOwnBinary('ffprobe', environment), undefined);
});
