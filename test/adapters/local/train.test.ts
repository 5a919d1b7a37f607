import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { openHead } from '../../../src/core/heads/head.ts';
import { encodeBitmap } from '../../helpers/bitmap.ts';
import { makeFolder, PICTURES, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { runReelsight, startReelsight } from '../../helpers/command-line.ts';
import { makeModelCache } from '../../helpers/model-cache.ts';
import { drawPicture } from '../../helpers/pictures.ts';
import { writeStuckFfmpeg } from '../../helpers/stuck-ffmpeg.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
// What an earlier run of the tests looked at is looked at again.
const env = { REELSIGHT_CACHE: await makeModelCache(join(folder.path, 'cache')) };
test.after.always(() => folder.remove());
const SIDE = 299;
/** Of each class: as few as are enough. */
const COUNT = 5;
const CLASSES = ['plain', 'striped'];

/** Plain pictures, and ones behind broad stripes. */
async function writePictures(target: string, count: number, seed = 0): Promise<void> {
  for (const [c, name] of CLASSES.entries()) {
    await mkdir(join(target, name), { recursive: true });
    for (let i = 0; i < count; i++) {
      const picture = drawPicture(seed + 10 * i + c);
      if (name === 'striped')
        for (let p = 0; p < picture.length; p++) if (Math.floor(p / 3 / SIDE / 20) % 2 === 0) picture[p] = 20;
      await writeFile(join(target, name, `${i}.bmp`), encodeBitmap(picture, SIDE, SIDE));
    }
  }
}

const images = join(folder.path, 'images');
test.before(() => writePictures(images, COUNT));
const at = (name: string) => join(folder.path, name);
const train = (...args: string[]) => runReelsight(['train', ...args], { env });

test.serial('pictures in folders become a head and a page; what is unreadable is named and left out', async (t) => {
  await writeFile(join(images, 'plain', 'broken.jpg'), 'no picture');
  // In the folder that names are searched for in.
  const { status, stdout, stderr } = await startReelsight(
    ['train', '--images', 'images', '--out', 'Stripes.json', '--augment', '1', '--json'],
    { cwd: folder.path, env },
  );
  t.is(status, 0, stderr);
  const { name, kind, training, warnings } = JSON.parse(stdout);
  t.like(
    { name, kind, training },
    { name: 'stripes', kind: 'multi-class', training: { pictures: 2 * COUNT, views: 2 } },
  );
  t.regex(warnings.at(-1).message, /1 could not be read and were left out: images\/plain\/broken\.jpg/);
  t.regex(stderr, /broken\.jpg is left out/);
  const bytes = await readFile(join(folder.path, 'Stripes.json'));
  const { input } = JSON.parse(bytes.toString());
  const head = openHead(bytes, 'Stripes.json', {
    name: input.network,
    weights: input.weights,
    embedding: input.layers,
  });
  t.deepEqual(head.classes, CLASSES);
  t.regex(await readFile(join(folder.path, 'Stripes.html'), 'utf8'), /images\/plain\/broken\.jpg/);
});

test.serial(
  'a table gives the same head as folders, whose embeddings are kept; the second run writes the same bytes',
  async (t) => {
    const rows = CLASSES.flatMap((name) => Array.from({ length: COUNT }, (_, i) => `images/${name}/${i}.bmp,${name}`));
    await writeFile(join(folder.path, 'list.csv'), ['file,label', ...rows].join('\n'));
    const options = ['--name', 'stripes', '--augment', '1'];
    const first = await train('--csv', at('list.csv'), '--out', at('a.json'), ...options);
    t.is(first.status, 0, first.stderr);
    t.regex(first.stdout, /2 classes from 10 pictures in 2 view\(s\) each/);
    t.is((await train('--csv', at('list.csv'), '--out', at('b.json'), ...options)).status, 0);
    const read = (name: string) => readFile(join(folder.path, name), 'utf8');
    t.is(await read('a.json'), await read('b.json'));
    t.deepEqual(JSON.parse(await read('a.json')).dense, JSON.parse(await read('Stripes.json')).dense);
  },
);

test.serial('frames of videos are pictures; pictures of no class make classes stand by themselves', async (t) => {
  const films = join(folder.path, 'films');
  await mkdir(join(films, 'chart'), { recursive: true });
  const parts = [[PICTURES.chart, 10]] as const;
  await writeClip(ffmpeg, join(films, 'chart', 'one.mp4'), { parts: [...parts], size: '160x90' });
  const background = join(images, 'plain');
  const { status, stdout, stderr } = await train(
    ...['--images', films, '--background', background, '--out', at('chart.json'), '--augment', '0', '--json'],
  );
  t.is(status, 0, stderr);
  const { kind, training, warnings } = JSON.parse(stdout);
  t.is(kind, 'multi-label');
  // A frame of every two seconds, and the background.
  t.is(training.pictures, 5 + COUNT);
  t.true(warnings.some(({ code }: { code: string }) => code === 'one-group'));
});

test.serial('what cannot be trained from is refused before anything is looked at', async (t) => {
  const refuse = async (args: string[], pattern: RegExp) => {
    const { status, stderr } = await train(...args);
    t.is(status, 2, stderr);
    t.regex(stderr, pattern);
  };
  const empty = join(folder.path, 'empty');
  await mkdir(empty);
  await refuse(['--out', at('x.json')], /nothing to learn from.*--images FOLDER or --csv FILE/);
  await refuse(['--images', empty, '--out', at('x.json')], /no picture and no video/);
  await refuse(['--images', join(folder.path, 'missing'), '--out', at('x.json')], /no such file or folder/);
  await refuse(['--images', images, '--out', empty], /is not a file name/);
  await refuse(['--images', images, '--out', at('x.json'), '--name', 'Not So'], /--name takes lower-case/);
  await writeFile(join(folder.path, 'one.csv'), 'file,label\nimages/plain/0.bmp,plain\n');
  await refuse(['--csv', at('one.csv'), '--out', at('x.json')], /one class only \(plain\)/);
  await writeFile(join(folder.path, 'few.csv'), 'file,labels\na.png,x;y\nb.png,x\n');
  await refuse(['--csv', at('few.csv'), '--out', at('x.json')], /Too few pictures of x \(2\), y \(1\)/);
  await writeFile(join(folder.path, 'odd.csv'), 'path,label\na.png,x\n');
  await refuse(['--csv', at('odd.csv'), '--out', at('x.json')], /it needs `file`/);
  t.false(
    await stat(join(folder.path, 'x.json')).then(
      () => true,
      () => false,
    ),
  );
});

test.serial('Ctrl-C leaves nothing half written', async (t) => {
  // Of what was never looked at, so that ffmpeg is asked; the third time in vain.
  const more = at('more');
  await writePictures(more, COUNT, 100);
  const { path, stuck } = await writeStuckFfmpeg(ffmpeg, at('stuck'), { words: 'rawvideo', after: 2 });
  const { status, stderr } = await startReelsight(['train', '--images', more, '--out', 'half.json'], {
    cwd: folder.path,
    env: { ...env, FFMPEG_PATH: path },
    onStart: (child) => void stuck.then(() => child.kill('SIGINT')),
  });
  t.is(status, 130, stderr);
  t.deepEqual(
    (await readdir(folder.path)).filter((name) => name.startsWith('half')),
    [],
  );
});
