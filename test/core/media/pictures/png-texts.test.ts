import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import test from 'ava';
import { readPicture } from '../../../../src/core/media/pictures/read-picture.ts';
import { makeFolder, testFfmpeg } from '../../../helpers/clips.ts';

const folder = await makeFolder();
const tools = { ffmpeg: await testFfmpeg(), signal: new AbortController().signal };
test.after.always(() => folder.remove());

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  body.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(body), body.length + 4);
  return bytes;
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const [FIRST, LAST] = [
  chunk('IHDR', Buffer.from([0, 0, 0, 4, 0, 0, 0, 4, 8, 0, 0, 0, 0])),
  chunk('IEND', Buffer.alloc(0)),
];

/** A grey picture of 4 x 4 pixels with chunks before its pixels. */
const picture = (...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([SIGNATURE, FIRST, ...chunks, chunk('IDAT', deflateSync(Buffer.alloc(20))), LAST]);

async function writeBytes(name: string, bytes: Buffer): Promise<string> {
  await writeFile(join(folder.path, name), bytes);
  return join(folder.path, name);
}

const write = (name: string, ...chunks: readonly Buffer[]): Promise<string> => writeBytes(name, picture(...chunks));

const zeros = deflateSync(Buffer.alloc(200_000_000));
const texts = {
  zTXt: Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), zeros]),
  iTXt: Buffer.concat([Buffer.from('Comment\0\x01\0\0\0', 'latin1'), zeros]),
  iCCP: Buffer.concat([Buffer.from('Profile\0\0', 'latin1'), zeros]),
};

for (const [type, data] of Object.entries(texts))
  test(`a PNG whose ${type} would fill the memory is refused before it is opened`, async (t) => {
    const path = await write(`${type}.png`, chunk(type, data));
    await t.throwsAsync(readPicture(path, tools), { message: /more than 128 KB of compressed texts/ });
    const several = Array.from({ length: 40 }, () => chunk(type, data.subarray(0, 5_000)));
    await t.throwsAsync(readPicture(await write(`many-${type}.png`, ...several), tools), {
      message: /compressed texts/,
    });
  });

test('texts behind more chunks than a picture has are not reached', async (t) => {
  const plain = Buffer.concat(Array.from({ length: 100_001 }, () => chunk('tEXt', Buffer.from('a\0b'))));
  await t.throwsAsync(readPicture(await write('many.png', plain, chunk('zTXt', texts.zTXt)), tools), {
    message: /more than 100000 parts/,
  });
});

test('texts of another picture behind the first are not reached', async (t) => {
  const bomb = picture(chunk('zTXt', texts.zTXt));
  const starts: Record<string, Buffer> = {
    whole: picture(),
    empty: Buffer.concat([SIGNATURE, FIRST, LAST]),
    'too-long': Buffer.concat([SIGNATURE, FIRST, Buffer.from('90000000', 'hex'), LAST]),
    far: Buffer.concat([picture(), Buffer.alloc(65_533)]),
  };
  for (const [name, start] of Object.entries(starts))
    await t.throwsAsync(
      readPicture(await writeBytes(`${name}.png`, Buffer.concat([start, bomb])), tools),
      { message: /holds several pictures/ },
      name,
    );
  const rest = Buffer.concat([picture(), Buffer.from('what some program left behind')]);
  t.like(await readPicture(await writeBytes('rest.png', rest), tools), { width: 4 });
});

test('a PNG with a profile and long plain texts is read', async (t) => {
  const plain = Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0', 'latin1'), Buffer.alloc(500_000, 0x20)]);
  const profile = Buffer.concat([Buffer.from('Profile\0\0', 'latin1'), deflateSync(Buffer.alloc(3_000))]);
  t.like(await readPicture(await write('plain.png', chunk('iCCP', profile), chunk('iTXt', plain)), tools), {
    width: 4,
  });
});
