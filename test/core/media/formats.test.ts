import { readFileSync } from 'node:fs';
import test from 'ava';
import { assertVideoBytes } from '../../../src/core/index.ts';
import { DEMUXERS, isSeekableFormat } from '../../../src/core/media/formats.ts';

const refusal = (head: string | Buffer): string | null => {
  try {
    assertVideoBytes(Buffer.isBuffer(head) ? head : Buffer.from(head, 'latin1'), 'x');
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

test('what is not a video is told by its first bytes', (t) => {
  for (const [head, what] of [
    ['\x89PNG\r\n\x1a\n', 'PNG picture'],
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'JPEG picture'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'WebP picture'],
    ['\0\0\0\x18ftypheic', 'HEIF'],
    ['\xef\xbb\xbf  #EXTM3U\n', 'HLS playlist'],
    ["ffconcat version 1.0\nfile 'a'", 'concat script'],
    ['v=0\r\no=- 0 0 IN IP4 1.2.3.4', 'session description'],
    ['<?xml version="1.0"?><MPD>', 'DASH manifest'],
    ['<svg xmlns="x">', 'SVG picture'],
    ['%PDF-1.7', 'PDF'],
    ['PK\x03\x04', 'ZIP'],
    ['\x7fELF', 'program'],
    ['hello there', 'a text'],
    ['', 'empty'],
  ] as const)
    t.true(refusal(head)?.includes(what), `${JSON.stringify(head)}: ${refusal(head)}`);
});

test('videos pass', (t) => {
  for (const head of [
    '\0\0\0\x20ftypisom\0\0\x02\0',
    '\x1aE\xdf\xa3',
    'RIFF\0\0\0\0AVI LIST',
    'OggS\0',
    'GIF89a\x01\0',
    'FLV\x01',
    'YUV4MPEG2 W320 H180 F25:1\n',
    '\0\0\x01\xba',
    'G\x40\x11\x10\0',
    '0&\xb2u\x8ef\xcf\x11',
  ])
    t.is(refusal(head), null);
});

test('what cannot be searched cannot be cut', (t) => {
  t.true(isSeekableFormat('mov,mp4,m4a,3gp,3g2,mj2'));
  t.false(isSeekableFormat('gif'));
  t.false(isSeekableFormat('h264'));
});

test('the documentation names every container that is opened', (t) => {
  const text = readFileSync(new URL('../../../docs/decoding.md', import.meta.url), 'utf8');
  for (const demuxer of DEMUXERS) t.true(text.includes(`\`${demuxer}\``), demuxer);
});
