import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { flatten } from '../../../../src/core/media/pictures/flatten.ts';
import { parsePam } from '../../../../src/core/media/pictures/netpbm.ts';
import { readPicture, shrinkPicture } from '../../../../src/core/media/pictures/read-picture.ts';
import { makeFolder, testFfmpeg } from '../../../helpers/clips.ts';
import { writePicture } from '../../../helpers/picture-files.ts';
import { drawPicture } from '../../../helpers/pictures.ts';

const folder = await makeFolder();
const tools = { ffmpeg: await testFfmpeg(), signal: new AbortController().signal };
test.after.always(() => folder.remove());
const write = (name: string, filter?: string) => writePicture(tools.ffmpeg, join(folder.path, name), 7, filter);

test('a picture is read as it is, and a large one smaller', async (t) => {
  const picture = await readPicture(await write('100 %d.png'), tools);
  t.like(picture, { width: 299, height: 299, isTransparent: false });
  t.is(picture.format.name, 'PNG');
  t.deepEqual(picture.rgb, drawPicture(7));
  const large = await write('large.jpg', 'scale=1280:720');
  t.like(await readPicture(large, tools), { width: 640, height: 360 });
  const small = join(folder.path, 'small %d.jpg');
  await shrinkPicture(large, small, tools);
  t.like(await readPicture(small, tools), { width: 640, height: 360 });
});

test('what can be seen through lies on a ground that it stands out from', async (t) => {
  const see = (pixels: number[]) => [
    ...flatten({ width: pixels.length / 4, height: 1, depth: 4, bytes: Uint8Array.from(pixels) }),
  ];
  t.deepEqual(see([0, 0, 0, 255, 9, 9, 9, 0]), [0, 0, 0, 255, 255, 255]);
  t.deepEqual(see([255, 255, 255, 255, 9, 9, 9, 0]), [255, 255, 255, 32, 32, 32]);
  t.deepEqual(see([0, 0, 0, 102, 1, 2, 3, 255]), [153, 153, 153, 1, 2, 3]);
  const picture = await readPicture(await write('clear.png', 'format=rgba,colorchannelmixer=aa=0'), tools);
  t.true(picture.isTransparent);
  t.is(new Set(picture.rgb).size, 1);
});

test('what is not a picture is told by its bytes, whatever its name', async (t) => {
  const text = join(folder.path, 'text.jpg');
  await writeFile(text, 'ffconcat version 1.0\nfile /etc/passwd\n');
  await t.throwsAsync(readPicture(text, tools), { message: /text\.jpg" is not a supported picture.*JPEG, PNG, WebP/ });
  await truncate(text, 0);
  await t.throwsAsync(readPicture(text, tools), { message: /empty \(0 bytes\)/ });
  const cut = await write('cut.png');
  await truncate(cut, 40);
  const error = await t.throwsAsync(readPicture(cut, tools), { message: /cut\.png" cannot be decoded/ });
  t.like(error, { kind: 'input' });
});

test('a PAM picture that is cut short is none', (t) => {
  const header = 'P7\nWIDTH 2\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n';
  t.like(parsePam(Buffer.from(`${header}abcdef`)), { width: 2, height: 1, depth: 3 });
  t.is(parsePam(Buffer.from(`${header}abcde`)), null);
  t.is(parsePam(Buffer.from('P6\n2 1\n255\nabcdef')), null);
});
