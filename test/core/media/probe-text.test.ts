import test from 'ava';
import { parseProbe } from '../../../src/core/media/probe-text.ts';

const log = (stream: string, extra: string[] = [], frame = 'sar:0/1 s:320x568', rate = '30/1') => [
  "[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/a, from 'b'.mov':",
  '[info]   Metadata:',
  '[info]     title           : Stream #0:7: Video: fake, yuv420p, 9000x9000, 1 fps',
  '[info]   Duration: 00:01:02.50, start: 1.400000, bitrate: 1235 kb/s',
  `[info]   Stream #0:1[0x2](und): Video: ${stream}`,
  ...extra,
  '[info]   Stream #0:2[0x3](eng): Audio: aac (LC) (mp4a / 0x6134706D), 8000 Hz, mono, fltp',
  '[info]   Stream #0:3[0x4](eng): Audio: ac3 (ac-3 / 0x332D6361), 48000 Hz, 5.1(side), fltp (default)',
  `[Parsed_showinfo_0 @ 0x1] [info] config in time_base: 1/90000, frame_rate: ${rate}`,
  `[Parsed_showinfo_0 @ 0x1] [info] n:   0 pts: 126000 pts_time:1.4 pos: 36 fmt:yuv420p ${frame} i:P iskey:1`,
];
const H264 =
  'h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709), 568x320, 1172 kb/s, 29.97 fps, 30 tbr, 90k tbn (default)';

test('a turned phone video', (t) => {
  t.like(
    parseProbe(log(H264, ['[info]     Side data:', '[info]       displaymatrix: rotation of -90.00 degrees']), 1),
    {
      kind: 'head',
      demuxer: 'mov,mp4,m4a,3gp,3g2,mj2',
      videoStream: 1,
      audioStream: 3,
      audioCodec: 'ac3',
      audioLayout: '5.1(side)',
      videoCodec: 'h264',
      rotationDegrees: 90,
      width: 568,
      height: 320,
      displayWidth: 320,
      displayHeight: 568,
      firstPts: 126_000,
      timeBase: { numerator: 1, denominator: 90_000 },
      frameRate: { numerator: 30, denominator: 1 },
      containerStartSeconds: 1.4,
      durationSeconds: 62.5,
      isHdr: false,
    },
  );
});

test('newer ffmpeg writes the matrix in two words', (t) => {
  const parsed = parseProbe(log(H264, ['[info]       Display Matrix: rotation of 90.00 degrees']), 1);
  t.like(parsed, { rotationDegrees: 270 });
});

test('wide pixels', (t) => {
  t.like(parseProbe(log(H264, [], 'sar:4/3 s:568x320'), 1), { displayWidth: 757, displayHeight: 320 });
});

for (const [guess, rate] of [
  ['30000/1001', { numerator: 30_000, denominator: 1001 }],
  ['1000/1', { numerator: 30_000, denominator: 1001 }],
  ['0/0', { numerator: 30_000, denominator: 1001 }],
  ['120/1', { numerator: 120, denominator: 1 }],
] as const)
  test(`a guess of ${guess} gives ${rate.numerator}/${rate.denominator}`, (t) => {
    t.like(parseProbe(log(H264, [], 'sar:1/1 s:568x320', guess), 1), { frameRate: rate });
  });

test('HDR is told by its transfer', (t) => {
  t.like(parseProbe(log('hevc (Main 10), yuv420p10le(tv, bt2020nc/bt2020/smpte2084), 568x320, 25 fps'), 1), {
    isHdr: true,
  });
});

test('without a decoded picture only streams are known; a cover is not a video', (t) => {
  const cover = log('png, rgba, 64x64, 90k tbr, 90k tbn (attached pic)').filter((line) => !line.includes('showinfo'));
  t.deepEqual(parseProbe(cover, null), {
    kind: 'streams',
    videoStream: null,
    pictureStreamCount: 1,
    streamCount: 3,
    summary: 'video (png), audio (aac), audio (ac3)',
  });
  t.is(parseProbe([], null).kind, 'streams');
});
