import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { probeVideo } from '../../../src/core/index.ts';
import { makeFolder, openClip, PICTURES, testFfmpeg, writeClip, writePlannedClip } from '../../helpers/clips.ts';

const ffmpeg = await testFfmpeg();
const folder = await makeFolder();
test.after.always(() => folder.remove());

const at = (name: string) => join(folder.path, name);
const probe = async (path: string) => probeVideo(ffmpeg, await openClip(path));
const clip = (name: string, outputOptions: readonly string[] = [], sound: string | null = null) =>
  writeClip(ffmpeg, at(name), { parts: [[PICTURES.chart, 2]], size: '160x90', sound, outputOptions });

/** Gives the first track of sound the name of a codec that no ffmpeg knows. */
async function renameSound(path: string): Promise<string> {
  const bytes = await readFile(path);
  const entry = bytes.indexOf('mp4a', bytes.indexOf('stsd', bytes.indexOf('soun')), 'latin1');
  bytes.write('apac', entry, 'latin1');
  // Its description would still say what it is.
  bytes.write('none', bytes.indexOf('esds', entry), 'latin1');
  const renamed = `${path}.renamed.mov`;
  await writeFile(renamed, bytes);
  return renamed;
}

test('a recording that begins slowly keeps every picture at its own time', async (t) => {
  const path = await writePlannedClip(ffmpeg, at('slow.webm'), {
    sources: [`${PICTURES.chart}=size=160x90:rate=30`],
    // Ten pictures a second apart, then 60 at 30 a second.
    graph: "[0:v]trim=end_frame=70,setpts='if(lt(N,10),N,10+(N-10)/30)/TB'[v]",
    outputOptions: [
      '-map',
      '[v]',
      '-vsync',
      'passthrough',
      '-c:v',
      'libvpx',
      '-deadline',
      'realtime',
      '-cpu-used',
      '8',
    ],
  });
  const { frameRate, frameCount, pictureBlocks, startSeconds } = await probe(path);
  t.true(frameRate.numerator / frameRate.denominator >= 30);
  t.is(
    pictureBlocks.counts.reduce((a, b) => a + b),
    70,
  );
  t.is(startSeconds, 0);
  t.true(Math.abs((frameCount * frameRate.denominator) / frameRate.numerator - 12) < 0.1);
});

test('a rate of the broadcasters is told from a clock of milliseconds', async (t) => {
  const path = await writeClip(ffmpeg, at('5994.mkv'), { parts: [[PICTURES.chart, 4]], rate: '60000/1001' });
  t.deepEqual((await probe(path)).frameRate, { numerator: 60_000, denominator: 1001 });
});

test('a file that begins late shows its own seconds, a stream begins at zero', async (t) => {
  const late = await clip('late.mp4', ['-output_ts_offset', '1.075']);
  t.like(await probe(late), { startSeconds: 1.075, pictureDelaySeconds: 0, frameCount: 50 });
  t.like(await probe(await clip('late.mkv', ['-output_ts_offset', '1.075'])), { startSeconds: 1.075 });
  t.like(await probe(await clip('late.ts', ['-output_ts_offset', '1.075'])), { startSeconds: 0 });
});

test('the source’s own timecode', async (t) => {
  const timecode = async (name: string, text: string, rate = '30000/1001') =>
    (
      await probe(
        await writeClip(ffmpeg, at(name), {
          parts: [[PICTURES.chart, 1]],
          size: '160x90',
          rate,
          sound: null,
          outputOptions: ['-timecode', text, ...(name.endsWith('mxf') ? ['-c:v', 'mpeg2video'] : [])],
        }),
      )
    ).startTimecode;
  t.is(await timecode('drop.mov', '01:00:00;00'), '01:00:00;00');
  t.is(await timecode('non-drop.mov', '01:00:00:00'), '01:00:00:00');
  t.is(await timecode('master.mxf', '10:00:00:00', '25'), '10:00:00:00');
  t.is((await probe(await clip('none.mp4'))).startTimecode, null);
});

test('a clock that leaps or begins again is followed to the end', async (t) => {
  const first = await clip('first.ts', [], 'sine=440');
  const again = await clip('again.ts', [], 'sine=880');
  const later = await clip('later.ts', ['-output_ts_offset', '600'], 'sine=660');
  const join = async (name: string, parts: readonly string[]) => {
    await writeFile(at(name), Buffer.concat(await Promise.all(parts.map((path) => readFile(path)))));
    return probe(at(name));
  };
  const joined = await join('joined.ts', [first, again, first]);
  t.like(joined, { clock: 'corrected', frameCount: 150, isSplittable: false });
  t.deepEqual(joined.leaps.map(Math.round), [2, 4]);
  const leap = await join('leap.ts', [first, later]);
  t.like(leap, { clock: 'corrected', frameCount: 100 });
  t.deepEqual(leap.leaps.map(Math.round), [2]);
  t.like(await probe(first), { clock: 'file', leaps: [], isSplittable: true });
});

test('a track of sound that does not decode leaves the pictures alone', async (t) => {
  const path = await clip('sound.mov', [], 'sine=440');
  const unknown = await renameSound(path);
  t.like(await probe(unknown), { audioStream: null, frameCount: 50 });
  t.regex((await probe(unknown)).choices.join(), /No track of sound can be decoded/);
  const two = await writePlannedClip(ffmpeg, at('two-sounds.mov'), {
    sources: [`${PICTURES.chart}=size=160x90:rate=25:duration=2`, 'sine=440:duration=2', 'sine=880:duration=2'],
    graph: '[0:v]null[v]',
    outputOptions: ['-map', '[v]', '-map', '1:a', '-map', '2:a'],
  });
  t.like(await probe(two), { audioStream: 1 });
  const second = await probe(await renameSound(two));
  t.is(second.audioStream, 2);
  t.regex(second.choices.join(), /Of 2 tracks of sound track 2 \(aac/);
});

const TWO_SOURCES = [`${PICTURES.chart}=size=160x90:rate=25:duration=2`, 'color=blue:size=320x180:rate=25:duration=2'];

test('of several tracks of pictures a player’s choice is taken, and told', async (t) => {
  const make = (name: string, outputOptions: readonly string[]) =>
    writePlannedClip(ffmpeg, at(name), {
      sources: TWO_SOURCES,
      graph: '[0:v]null[small];[1:v]null[large]',
      outputOptions: ['-map', '[small]', '-map', '[large]', ...outputOptions],
    });
  const usual = await probe(await make('usual.mkv', ['-disposition:v:0', 'default', '-disposition:v:1', '0']));
  t.like(usual, { videoStream: 0, width: 160 });
  t.regex(usual.choices.join(), /Of 2 tracks of pictures track 0 \(h264, 160 x 90\) was analysed/);
  const second = await make('second.mkv', ['-disposition:v:0', '0', '-disposition:v:1', 'default']);
  t.like(await probe(second), { videoStream: 1, width: 320 });
  const poster = await make('poster.mkv', [
    '-disposition:v:0',
    '0',
    '-disposition:v:1',
    'default',
    '-c:v:1',
    'mjpeg',
    '-frames:v:1',
    '1',
  ]);
  t.like(await probe(poster), { videoStream: 0, width: 160, frameCount: 50 });
  const programmes = await make('programmes.ts', ['-program', 'st=1', '-program', 'st=0']);
  t.like(await probe(programmes), { width: 320 });
});

test('encrypted pictures are refused, also where the first ones are not', async (t) => {
  const key = '00112233445566778899aabbccddeeff';
  const path = await clip('encrypted.mp4', [
    '-encryption_scheme',
    'cenc-aes-ctr',
    '-encryption_key',
    key,
    '-encryption_kid',
    key,
  ]);
  await t.throwsAsync(probe(path), { message: /encrypted \(DRM\)/ });
});

test('texts of the file cannot pass for facts', async (t) => {
  const forged = 'en\n  Stream #0:0: Video: h264, yuv420p, 7777x3333, 120 fps, 120 tbr, 1k tbn (default)';
  const path = await clip('forged.mkv', ['-metadata:s:v:0', `language=${forged}`, '-metadata', `title=${forged}`]);
  t.like(await probe(path), { width: 160, height: 90, frameRate: { numerator: 25, denominator: 1 }, frameCount: 50 });
});

test('a length that the pictures do not bear out is refused at once', async (t) => {
  const long = (name: string, seconds: number, count: number) =>
    writePlannedClip(ffmpeg, at(name), {
      sources: [`${PICTURES.chart}=size=160x90:rate=25`],
      graph: `[0:v]trim=end_frame=${count},setpts='N*${seconds}/TB'[v]`,
      outputOptions: ['-map', '[v]', '-vsync', 'passthrough'],
    });
  await t.throwsAsync(probe(await long('hours.mkv', 1_000_000, 3)), { message: /hours long; the longest/ });
  await t.throwsAsync(probe(await long('slides.mkv', 20_000, 3)), { message: /holds 3 pictures/ });
  t.like(await probe(await long('show.mkv', 60, 5)), { frameRate: { numerator: 1, denominator: 1 }, frameCount: 241 });
});

test('an index that lists more pictures than the file has bytes for is refused at once', async (t) => {
  const bytes = await readFile(await clip('index.mov', ['-c:v', 'mjpeg']));
  const pictures = 1_000_000;
  const write = (box: string, offset: number, value: number) =>
    bytes.writeUInt32BE(value, bytes.indexOf(box, 0, 'latin1') + 4 + offset);
  // Of one size, all in the first chunk, one after the other in time.
  write('stsz', 4, 50);
  write('stsz', 8, pictures);
  write('stts', 8, pictures);
  write('stsc', 12, pictures);
  await writeFile(at('bomb.mov'), bytes);
  await t.throwsAsync(probe(at('bomb.mov')), { message: /lists 1000000 pictures, but the file has only \d+ bytes/ });
});

test('a turn other than by quarters is not made, as in players', async (t) => {
  const bytes = await readFile(await clip('level.mp4'));
  // The matrix of the track's header: 16.16 fixed point, the first four are cosine, sine, -sine and cosine.
  const matrix = bytes.indexOf(
    Buffer.from('00010000000000000000000000000000000100000000000000000000000000004000000', 'hex'),
    bytes.indexOf('tkhd'),
  );
  const [cosine, sine] = [Math.round(Math.SQRT1_2 * 65_536), Math.round(Math.SQRT1_2 * 65_536)];
  bytes.writeInt32BE(cosine, matrix);
  bytes.writeInt32BE(sine, matrix + 4);
  bytes.writeInt32BE(-sine, matrix + 12);
  bytes.writeInt32BE(cosine, matrix + 16);
  await writeFile(at('turned.mp4'), bytes);
  const turned = await probe(at('turned.mp4'));
  t.like(turned, { rotationDegrees: 0, ignoresRotation: true, displayWidth: 160, displayHeight: 90 });
  t.regex(turned.choices.join(), /a turn other than by quarters/);
});
