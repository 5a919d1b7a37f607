import { readdir, readFile } from 'node:fs/promises';
import test from 'ava';
import { queryFfmpeg } from '../../../src/core/index.ts';
import { SOUND_DECODERS, VIDEO_DECODERS } from '../../../src/core/media/codecs.ts';
import { FILTERS } from '../../../src/core/media/filters.ts';
import { DEMUXERS } from '../../../src/core/media/formats.ts';
import { PROXY_PROTOCOLS } from '../../../src/core/media/remote/range-proxy.ts';
import { testFfmpeg } from '../../helpers/clips.ts';

const ROOT = new URL('../../../', import.meta.url);
const readText = (path: string) => readFile(new URL(path, ROOT), 'utf8');
const documentation = await readText('docs/ffmpeg.md');
const [command] = /^\.\/configure [\s\S]*?\nmake /m.exec(documentation)!;

/** What the documented command enables of a kind, such as `decoder`. */
const enabled = (kind: string): string[] =>
  [...command.matchAll(new RegExp(`--enable-${kind}=(\\S+)`, 'g'))].flatMap(([, names]) => names!.split(','));

/** Names for configure, where they differ from those that ffmpeg prints. */
const RENAMED: Readonly<Record<string, string>> = {
  mpeg: 'mpegps',
  msmpeg4: 'msmpeg4v3',
  real_144: 'ra_144',
  real_288: 'ra_288',
  f32le: 'pcm_f32le',
  vob: 'mpeg2vob',
  '3gp': 'tgp',
};
const toConfigure = (name: string): string => RENAMED[name] ?? name.replace(/^(\w+)_pipe$/, 'image_$1_pipe');
const PRINTED = Object.fromEntries(Object.entries(RENAMED).map(([printed, name]) => [name, printed]));
const toPrinted = (kind: string, name: string): string =>
  // One name, two things: the decoder and encoder pcm_f32le are printed as such, the muxer is not.
  (kind === 'encoder' || kind === 'decoder') && name.startsWith('pcm_')
    ? name
    : (PRINTED[name] ?? name.replace(/^image_(\w+_pipe)$/, '$1'));

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

/** The sources that write with ffmpeg, the demo's aside, as one text. */
async function readSources(): Promise<string> {
  const folders = ['src/core/media', 'src/core/split', 'src/core/thumbnails', 'src/adapters/local/training'];
  const texts: string[] = [];
  for (const folder of folders)
    for (const name of await readdir(new URL(`${folder}/`, ROOT), { recursive: true }))
      if (name.endsWith('.ts')) texts.push(await readText(`${folder}/${name}`));
  return [...texts, await readText('models/pictures.ts')].join('\n');
}

const sources = await readSources();
const findAll = (pattern: RegExp): string[] => [...sources.matchAll(pattern)].map(([, name]) => name!);
/** Libraries that a build may have; the documentation says what they are for. */
const isOptional = (name: string): boolean => name.startsWith('lib') && name !== 'libdav1d';

test('the minimal build opens what is listed, and pictures, and our own numbered pictures', (t) => {
  const pictures = findAll(/\bdemuxer: '(\w+)'/g);
  t.true(pictures.length > 5);
  const demuxers = [...DEMUXERS.map((names) => names.split(',')[0]!), ...pictures, 'image2'];
  t.deepEqual(sorted(enabled('demuxer')), sorted(demuxers.map(toConfigure)));
});

test('it decodes what is listed, with the libraries left out for which there is another decoder', (t) => {
  const pictures = findAll(/\bdecoders: \[([^\]]+)\]/g).flatMap((list) => list.match(/[\w-]+/g)!);
  t.true(pictures.includes('tiff'));
  const decoders = [...VIDEO_DECODERS, ...SOUND_DECODERS, ...pictures].filter((name) => !isOptional(name));
  t.deepEqual(sorted(enabled('decoder')), sorted(decoders.map(toConfigure)));
});

test('it writes what the sources write', (t) => {
  const encoders = [
    ...findAll(/'-c:[va]', '(\w+)'/g),
    ...findAll(/\bencoder: '(\w+)'/g),
    ...findAll(/\['(png|mjpeg)', '-/g),
    // Of the muxers rawvideo, f32le and framecrc, where none is named.
    ...['rawvideo', 'pcm_f32le', 'pcm_s16le'],
  ];
  t.deepEqual(sorted(enabled('encoder')), sorted(encoders.filter((name) => !isOptional(name))));
  for (const name of encoders.filter(isOptional)) t.true(documentation.includes(`--enable-encoder=${name}`), name);
  const muxers = [...findAll(/'-f', '(\w+)'/g), ...findAll(/\bmuxer: '(\w+)'/g)];
  t.deepEqual(sorted(enabled('muxer')), sorted(muxers.map(toConfigure)));
});

test('it has the filters of the core and the one that joins pictures, and no protocol that leads out', (t) => {
  t.regex(sources, /concat=n=/);
  t.deepEqual(sorted(enabled('filter')), sorted([...FILTERS, 'concat']));
  // Of files, and of the server of ranges for addresses.
  const ofFiles = findAll(/\bprotocols: \[([^\]]+)\]/g).flatMap((list) => list.match(/\w+/g)!);
  t.deepEqual(sorted(ofFiles), ['file', 'pipe']);
  t.deepEqual(sorted(enabled('protocol')), sorted([...ofFiles, ...PROXY_PROTOCOLS]));
});

/** Parts of releases that came after the packaged build of 2018, or that a build may lack. */
const NEWER = [
  'av1',
  'libdav1d',
  'obu',
  'speex',
  'vvc',
  'vvc_mp4toannexb',
  'av1_frame_merge',
  'av1_frame_split',
  'tpad',
];

test('its names are those of an ffmpeg', async (t) => {
  const ffmpeg = await testFfmpeg();
  const tables: readonly (readonly [kind: string, flag: string, pattern: RegExp])[] = [
    ['demuxer', '-demuxers', /^ [D E.d]{2,4} (\S+)/gm],
    ['muxer', '-muxers', /^ [D E.d]{2,4} (\S+)/gm],
    ['decoder', '-decoders', /^ [VAS][.\w]{5} (\S+)/gm],
    ['encoder', '-encoders', /^ [VAS][.\w]{5} (\S+)/gm],
    ['filter', '-filters', /^ [A-Z.]{2,3} (\S+) +\S+->/gm],
    ['protocol', '-protocols', /^ {2}(\w+)$/gm],
    ['bsf', '-bsfs', /^(\w+)$/gm],
  ];
  for (const [kind, flag, pattern] of tables) {
    const known = new Set(
      [...(await queryFfmpeg(ffmpeg, [flag])).matchAll(pattern)].flatMap(([, names]) => names!.split(',')),
    );
    const names = enabled(kind);
    t.true(names.length > 3, kind);
    t.deepEqual(
      names.filter((name) => !known.has(toPrinted(kind, name)) && !NEWER.includes(name)),
      [],
      kind,
    );
  }
});
