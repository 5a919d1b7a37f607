import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { countPackets } from '../../../src/core/split/packets.ts';
import { makeFolder, PICTURES, testFfmpeg, writeClip } from '../../helpers/clips.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
test.after.always(() => folder.remove());

test('files are counted together; one that cannot be read takes no other along', async (t) => {
  const write = (name: string, seconds: number) =>
    writeClip(ffmpeg, join(folder.path, name), {
      parts: [[PICTURES.chart, seconds]],
      size: '96x54',
      sound: null,
      outputOptions: ['-c:v', 'mpeg4'],
    });
  const [ten, twenty] = [await write('ten.mp4', 0.4), await write('twenty.mkv', 0.8)];
  t.deepEqual(await countPackets(ffmpeg, [ten, twenty]), [10, 20]);
  const broken = join(folder.path, 'broken.mp4');
  writeFileSync(broken, readFileSync(ten).subarray(0, 100));
  t.deepEqual(await countPackets(ffmpeg, [ten, broken, twenty]), [10, 0, 20]);
});
