import test from 'ava';
import { nameOutputFolder } from '../../../../src/adapters/local/files/output-folder.ts';

test('a folder is named after its video', (t) => {
  t.is(nameOutputFolder('holiday.mp4'), 'holiday.mp4.reelsight');
  t.is(nameOutputFolder('日本 🎬.mp4'), '日本 🎬.mp4.reelsight');
});

test('control characters and separators do not reach the file system', (t) => {
  t.is(nameOutputFolder('a\nb\u0007c\\d.mp4'), 'a_b_c_d.mp4.reelsight');
});

test('a name that is too long is cut between characters', (t) => {
  const name = nameOutputFolder(`${'é🎬'.repeat(60)}.mp4`);
  t.true(Buffer.byteLength(`.${name}-partial-XXXXXX`) <= 255);
  t.notRegex(name, /\ufffd|[\ud800-\udbff](?![\udc00-\udfff])/);
  t.true(name.endsWith('.reelsight'));
});
