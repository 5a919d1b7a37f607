import { ReelsightError } from '../errors.ts';
import { isScrambled } from './scrambled.ts';

/**
 * ffmpeg's demuxers that may open a video: containers that hold their pictures themselves. Playlists and scripts (hls,
 * dash, concat, sdp, ...) name other files or hosts and are never opened, nor are pictures.
 */
export const DEMUXERS = [
  'mov,mp4,m4a,3gp,3g2,mj2',
  'matroska,webm',
  'avi',
  'mpeg',
  'mpegts',
  'mpegvideo',
  'flv',
  'live_flv',
  'ogg',
  'asf',
  'mxf',
  'gxf',
  'gif',
  'nut',
  'ivf',
  'obu',
  'dv',
  'rm',
  'wtv',
  'h264',
  'hevc',
  'm4v',
  'mjpeg',
  'jpeg_pipe',
  'vc1',
  'yuv4mpegpipe',
] as const;

/** What `-format_whitelist` takes. */
export const FORMAT_WHITELIST = DEMUXERS.join(',');

/** Containers with an index or searchable timestamps: a worker can start in the middle. */
const SEEKABLE = new Set(['mov', 'matroska', 'avi', 'mpegts', 'mpeg', 'flv', 'ogg', 'asf', 'mxf', 'nut']);

/** Whether a video of this demuxer (as ffmpeg prints it, for example `mov,mp4,m4a,3gp,3g2,mj2`) can be cut. */
export const isSeekableFormat = (demuxer: string): boolean => SEEKABLE.has(demuxer.split(',')[0] ?? '');

interface Signature {
  readonly what: string;
  readonly advice: string;
  readonly test: (head: Buffer, text: string) => boolean;
}

const startsWith =
  (...prefixes: string[]) =>
  (head: Buffer) =>
    prefixes.some((prefix) => head.subarray(0, prefix.length).toString('latin1') === prefix);

const PICTURE_ADVICE = 'Give a video.';
const REFERENCE_ADVICE = 'Such files point to other files or hosts, which are never followed: give the video itself.';

/** Files that people (or attackers) hand in as videos, told by their first bytes. First match wins. */
const REFUSED: readonly Signature[] = [
  { what: 'a PNG picture', advice: PICTURE_ADVICE, test: startsWith('\x89PNG\r\n') },
  {
    what: 'a JPEG picture',
    advice: PICTURE_ADVICE,
    test: startsWith('\xff\xd8\xff'),
  },
  {
    what: 'a WebP picture',
    advice: PICTURE_ADVICE,
    test: (head) => startsWith('RIFF')(head) && head.toString('latin1', 8, 12) === 'WEBP',
  },
  {
    what: 'a BMP picture',
    advice: PICTURE_ADVICE,
    test: (head) => startsWith('BM')(head) && head.length > 14 && head.readUInt32LE(6) === 0,
  },
  { what: 'a TIFF picture', advice: PICTURE_ADVICE, test: startsWith('II*\0', 'MM\0*') },
  {
    what: 'a HEIF or AVIF picture',
    advice: PICTURE_ADVICE,
    test: (head) => /^ftyp(heic|heix|mif1|avif)/.test(head.toString('latin1', 4, 12)),
  },
  { what: 'an HLS playlist', advice: REFERENCE_ADVICE, test: (_, text) => text.startsWith('#EXTM3U') },
  {
    what: 'a concat script',
    advice: REFERENCE_ADVICE,
    test: (_, text) => /^(ffconcat version|file\s+['"/\w])/i.test(text),
  },
  {
    what: 'a playlist',
    advice: REFERENCE_ADVICE,
    test: (_, text) => /^(\[playlist\]|<asx\b|RTSPtext|\[Reference\])/i.test(text),
  },
  { what: 'a session description (SDP)', advice: REFERENCE_ADVICE, test: (_, text) => /^v=0\r?\n/.test(text) },
  { what: 'an SVG picture', advice: REFERENCE_ADVICE, test: (_, text) => text.startsWith('<') && /<svg\b/i.test(text) },
  {
    what: 'a DASH manifest',
    advice: REFERENCE_ADVICE,
    test: (_, text) => text.startsWith('<') && /<MPD\b/i.test(text),
  },
  { what: 'an XML or HTML text', advice: REFERENCE_ADVICE, test: (_, text) => text.startsWith('<') },
  { what: 'a PDF document', advice: 'Give a video.', test: startsWith('%PDF') },
  {
    what: 'a ZIP archive',
    advice: 'Unpack it and give the video inside.',
    test: startsWith('PK\x03\x04', 'PK\x05\x06'),
  },
  { what: 'a gzip archive', advice: 'Unpack it and give the video inside.', test: startsWith('\x1f\x8b') },
  { what: 'a program', advice: 'Give a video.', test: startsWith('\x7fELF', 'MZ') },
  { what: 'a text', advice: 'Give a video.', test: (head) => isText(head) },
];

/** How many bytes from a file's start `assertVideoBytes` wants to see: the first of a stream of JPEG pictures whole. */
export const SNIFF_BYTES = 512 * 1024;
/** Formats other than that are told by this many. */
const SIGNATURE_BYTES = 4096;

/**
 * Refuses what is not a video by its first bytes, before any decoder sees it. What passes is still only opened by the
 * demuxers of `DEMUXERS`. Errors: kind `input`, with what the file is instead.
 */
export function assertVideoBytes(start: Buffer, name: string): void {
  const received = JSON.stringify(name);
  if (start.length === 0) throw new ReelsightError('input', `${received} is empty (0 bytes). Give a video.`);
  const head = start.subarray(0, SIGNATURE_BYTES);
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  const match = REFUSED.find(({ test }) => test(head, text));
  if (match && !(startsWith('\xff\xd8\xff')(start) && isMotionJpeg(start)))
    throw new ReelsightError('input', `${received} is not a video but ${match.what}. ${match.advice}`);
  if (isScrambled(start))
    throw new ReelsightError(
      'input',
      `The transport stream ${received} is scrambled, so nothing in it can be seen. Give the video as it was before it was encrypted.`,
    );
}

/** A stream of JPEG pictures: one ends and the next begins at once, or a field says so (AVI1). */
const isMotionJpeg = (head: Buffer): boolean =>
  head.indexOf('AVI1') > 0 || head.indexOf(Buffer.from([0xff, 0xd9, 0xff, 0xd8])) > 0;

/** Printable all through, and not the header of a text-led video format (YUV4MPEG2, FILM, ...). */
function isText(head: Buffer): boolean {
  if (startsWith('YUV4MPEG2')(head)) return false;
  return head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
