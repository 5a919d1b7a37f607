import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import { reportSchema } from '../../../src/core/index.ts';
import { makeFolder, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { runReelsight, startReelsight } from '../../helpers/command-line.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
const file = (name: string, content: string | Buffer = '') => {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
};
const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '12'];
const clip = await writeClip(ffmpeg, join(folder.path, 'clip.mp4'), {
  parts: [['testsrc2', 2]],
  outputOptions: [...X264, '-c:a', 'aac', '-movflags', '+faststart'],
});
test.after.always(() => folder.remove());

const CANARY = 'the-canary-sings-4711';

const refused: Record<string, () => { video: string; message: RegExp }> = {
  'an empty file': () => ({ video: file('empty.mp4'), message: /empty \(0 bytes\)/ }),
  'a text': () => ({ video: file('text.mp4', 'Dear diary, '.repeat(99)), message: /a text/ }),
  'random bytes': () => ({
    video: file('noise.mp4', Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * i * 31) % 256))),
    message: /cannot? be read|can be read/,
  }),
  'a picture': () => ({
    video: file('picture.mp4', Buffer.from('89504e470d0a1a0a0000', 'hex')),
    message: /PNG picture/,
  }),
  'a file without its index': () => ({
    video: file('no-moov.mp4', readFileSync(clip).subarray(0, 24)),
    message: /damaged, cut short/,
  }),
  'a missing file': () => ({ video: join(folder.path, 'nowhere.mp4'), message: /no such file/ }),
  'a folder': () => ({ video: folder.path, message: /is a folder/ }),
  'a device': () => ({ video: '/dev/zero', message: /not a regular file/ }),
  'a circle of links': () => {
    symlinkSync('loop.mp4', join(folder.path, 'loop.mp4'));
    return { video: join(folder.path, 'loop.mp4'), message: /circle/ };
  },
  'no name': () => ({ video: '', message: /empty \(""\)/ }),
  'another protocol': () => ({ video: 'rtsp://127.0.0.1:9/a', message: /rtsp:\/\/ is not supported/ }),
  'a file URL': () => ({ video: 'file:///etc/hostname', message: /file:\/\/ is not supported/ }),
  'a private host': () => ({ video: 'https://127.0.0.1:9/x.mp4', message: /loopback, private/ }),
  'plain http': () => ({ video: 'http://127.0.0.1:9/x.mp4', message: /http:\/\/ is not supported/ }),
};

for (const [what, make] of Object.entries(refused)) {
  test(`${what} is refused with a reason`, async (t) => {
    const { video, message } = make();
    const out = join(folder.path, `out ${what}`);
    const { status, stdout, stderr } = await runReelsight(['analyze', video, '--out', out]);
    t.is(status, 2, stderr);
    t.regex(stderr, message);
    t.is(stdout, '');
    t.notRegex(stderr, /\n\s+at /, 'no stack trace');
    t.deepEqual(
      readdirSync(folder.path).filter((name) => name.includes(`out ${what}`)),
      [],
    );
  });
}

test('sound alone is refused', async (t) => {
  const both = await writeClip(ffmpeg, join(folder.path, 'both.mkv'), {
    parts: [['testsrc2', 1]],
    outputOptions: [...X264, '-c:a', 'aac'],
  });
  const { describeCommand, runFfmpeg } = await import('../../../src/core/index.ts');
  const path = join(folder.path, 'sound.m4a');
  await runFfmpeg(ffmpeg, describeCommand().input(both).output(path).outputOptions(['-vn', '-c:a', 'copy'])).ended;
  const { status, stderr } = await runReelsight(['analyze', path, '--out', join(folder.path, 'sound')]);
  t.is(status, 2);
  t.regex(stderr, /no video stream \(only audio \(aac\)\)/);
});

test('a file that is cut short is analysed as far as it goes, with a warning', async (t) => {
  const path = file('half.mp4', await readFile(clip));
  truncateSync(path, Math.floor(readFileSync(path).length * 0.5));
  const out = join(folder.path, 'half');
  const { status, stderr } = await runReelsight(['analyze', path, '--out', out]);
  t.is(status, 0, stderr);
  const report = reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
  t.true(report.video.frameCount > 5 && report.video.frameCount < 45);
  t.true(report.warnings.some(({ code }) => code === 'cut-short' || code === 'damaged'));
  t.regex(stderr, /Warning: /);
});

test('one frame, and names that look like options or hold odd characters, are fine', async (t) => {
  const one = await writeClip(ffmpeg, join(folder.path, 'frame.mp4'), {
    parts: [['testsrc2', 0.04]],
    sound: null,
    outputOptions: X264,
  });
  const place = join(folder.path, 'names');
  mkdirSync(place);
  const copy = async (name: string) => writeFileSync(join(place, name), await readFile(one));
  // As they are typed in their folder.
  for (const name of ['-i', '-leading-dash.mp4', 'concat:a|b.mp4']) {
    await copy(name);
    const { status, stderr } = await startReelsight(['analyze', name, '--json'], { cwd: place });
    t.is(status, 0, `${name}: ${stderr}`);
  }
  for (const name of ['new\nline.mp4', '日本 🎬.mp4', '$(id);&|.mp4', '%03d.mp4']) {
    await copy(name);
    const out = join(place, `${name}.reelsight`);
    const { status, stderr } = await runReelsight(['analyze', join(place, name), '--json', '--out', out]);
    t.is(status, 0, `${name}: ${stderr}`);
  }
  const folders = readdirSync(place).filter((name) => name.endsWith('.reelsight'));
  t.is(folders.length, 7);
  const report = reportSchema.parse(JSON.parse(readFileSync(join(place, '-i.reelsight', 'report.json'), 'utf8')));
  t.is(report.video.frameCount, 1);
  t.is(report.shots.length, 1);
});

test('files that point to other files or hosts are not followed', async (t) => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const canary = file('canary.txt', CANARY);
  const url = `http://127.0.0.1:${port}/x.mp4`;
  const traps: Record<string, string> = {
    'http.mp4': `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`,
    'local.mp4': `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://${canary}\n#EXT-X-ENDLIST\n`,
    'clip-in-list.avi': `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nclip.mp4\n#EXT-X-ENDLIST\n`,
    'concat.mp4': `ffconcat version 1.0\nfile '${canary}'\n`,
    'concat-clip.mp4': "ffconcat version 1.0\nfile 'clip.mp4'\n",
    'dash.mp4': `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><BaseURL>${url}</BaseURL></Period></MPD>`,
    'drawing.mp4': `<svg xmlns="http://www.w3.org/2000/svg"><image href="file://${canary}"/></svg>`,
    'session.mp4': `v=0\nc=IN IP4 127.0.0.1\nm=video ${port} RTP/AVP 96\n`,
    'list.mp4': `[playlist]\nFile1=${url}\n`,
    'redirect.mp4': `RTSPtext\nrtsp://127.0.0.1:${port}/x`,
  };
  for (const [name, content] of Object.entries(traps)) {
    const out = join(folder.path, `trap ${name}`);
    const { status, stdout, stderr } = await runReelsight(['analyze', file(name, content), '--out', out]);
    t.is(status, 2, `${name}: ${stdout}`);
    t.false(`${stdout}${stderr}`.includes(CANARY), name);
    t.deepEqual(
      readdirSync(folder.path).filter((entry) => entry.includes(`trap ${name}`)),
      [],
    );
  }
  t.is(connections, 0);
  server.close();
});

test('ffmpeg itself refuses what the first bytes did not tell', async (t) => {
  // A playlist behind bytes that look like nothing: only the whitelist of demuxers and protocols stands in the way.
  const { probeVideo } = await import('../../../src/core/index.ts');
  for (const [name, content] of [
    ['raw.m3u8', '#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nclip.mp4\n#EXT-X-ENDLIST\n'],
    ['raw.ffconcat', "ffconcat version 1.0\nfile 'clip.mp4'\n"],
  ] as const) {
    const source = {
      url: `file:${file(name, content)}`,
      protocols: ['file'],
      name,
      sizeBytes: content.length,
      fingerprint: name,
    };
    await t.throwsAsync(probeVideo(ffmpeg, source), { message: /not a video that can be read/ });
  }
});

test('a place that cannot be written is told before any work', async (t) => {
  const { status, stderr } = await runReelsight(['analyze', clip, '--out', join(file('in-the-way'), 'out')]);
  t.is(status, 2);
  t.regex(stderr, /Cannot write .*(a part of the path is a file|something else has that name)/);
});
