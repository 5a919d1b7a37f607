import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { parseBrandName, slugOf } from '../../../src/adapters/local/brands/brand-name.ts';
import { readBrands } from '../../../src/adapters/local/brands/brand-record.ts';
import { addBrand, rebuildBrands, removeBrand } from '../../../src/adapters/local/brands/change-brands.ts';
import { openLatestIndex } from '../../../src/adapters/local/library/open-index.ts';
import { makeFolder, testFfmpeg } from '../../helpers/clips.ts';
import { createContext } from '../../helpers/command-context.ts';
import { runReelsight } from '../../helpers/command-line.ts';
import { writePicture } from '../../helpers/picture-files.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
/** Of the pictures. Features are searched for in four times that, many times. */
const SIDE = 90;
const logos = join(folder.path, 'logos');
await mkdir(logos);
const paths = await Promise.all(
  [1, 2, 3, 4].map((seed) => writePicture(ffmpeg, join(logos, `logo-${seed}.png`), seed, `crop=${SIDE}:${SIDE}`)),
);
test.after.always(() => folder.remove());

test('a name is any text that can be read; case makes no other brand', (t) => {
  t.is(parseBrandName(' Cafe\u0301 北京 '), 'Café 北京');
  t.is(slugOf('Café'), slugOf('CAFÉ'));
  t.regex(slugOf('Café du Monde'), /^cafe-du-monde-[0-9a-f]{8}$/);
  t.not(slugOf('北京'), slugOf('東京'));
  for (const bad of ['', '  ', 'a\nb', 'x'.repeat(81)])
    t.throws(() => parseBrandName(bad), { message: /1 to 80 characters/ });
});

test('pictures make an index that does not depend on their order, and brands go as they came', async (t) => {
  const one = createContext(join(folder.path, 'one'));
  const { added, brand } = await addBrand('Öne', [paths[0]], one);
  t.is(added.size, 1);
  t.true(brand.pictures[0].features > 50);
  await addBrand('Two', [paths[1], paths[2]], one);
  const again = await addBrand('ÖNE', [paths[0], paths[3]], one);
  t.deepEqual(again.known, ['logo-1.png']);
  t.is(again.brand.name, 'Öne');
  const other = createContext(join(folder.path, 'other'));
  await addBrand('Two', [paths[2], paths[1]], other);
  await addBrand('Öne', [paths[3], paths[0]], other);
  const recordOf = async ({ libraryFolder }: typeof one) =>
    JSON.parse(await readFile(join(libraryFolder, 'brands.json'), 'utf8'));
  t.is((await recordOf(one)).sha256, (await recordOf(other)).sha256);
  t.deepEqual(
    (await openLatestIndex(one.libraryFolder, 'brands'))?.items.map(({ title }) => title),
    ['Öne', 'Two'],
  );
  const { sha256 } = await recordOf(one);
  t.is(await rebuildBrands(one), 2);
  t.is((await recordOf(one)).sha256, sha256);
  t.deepEqual(readdirSync(join(one.libraryFolder, 'brands')).sort(), [`${sha256}.index`, 'pictures']);
  await t.throwsAsync(removeBrand('Three', one), { message: /no brand "Three". Registered: Öne, Two/ });
  await removeBrand('öne', one);
  t.deepEqual(
    (await readBrands(one.libraryFolder)).map(({ name }) => name),
    ['Two'],
  );
  await removeBrand('Two', one);
  t.false(existsSync(join(one.libraryFolder, 'brands.json')));
  t.false(existsSync(join(one.libraryFolder, 'brands')));
});

test('two at once do not undo each other, and a picture of another brand is told', async (t) => {
  const context = createContext(join(folder.path, 'both'));
  await Promise.all([addBrand('A', [paths[0]], context), addBrand('B', [paths[1]], context)]);
  t.deepEqual((await readBrands(context.libraryFolder)).map(({ name }) => name).sort(), ['A', 'B']);
  const { resemblances } = await addBrand('C', [paths[1], paths[2]], context);
  t.deepEqual(
    resemblances.map(({ picture, brand }) => [picture, brand]),
    [['logo-2.png', 'B']],
  );
});

test('a picture that cannot be read leaves all as it was', async (t) => {
  const context = createContext(join(folder.path, 'bad'));
  await addBrand('A', [paths[0]], context);
  const text = join(folder.path, 'text.png');
  await writeFile(text, 'no picture');
  await t.throwsAsync(addBrand('B', [paths[1], text], context), { message: /text\.png" is not a supported picture/ });
  t.deepEqual(
    (await readBrands(context.libraryFolder)).map(({ name }) => name),
    ['A'],
  );
  t.is(readdirSync(join(context.libraryFolder, 'brands', 'pictures')).length, 1);
});

test('on the command line: add, list, test with a page of boxes', async (t) => {
  const env = { REELSIGHT_LIBRARY: join(folder.path, 'command') };
  const none = await runReelsight(['brands', 'test', paths[0]], { env });
  t.is(none.status, 2);
  t.regex(none.stderr, /No brands are registered.*brands add/);
  const added = await runReelsight(['brands', 'add', 'A <b>', '--images', paths[0], paths[1]], { env });
  t.is(added.status, 0, added.stderr);
  t.regex(added.stderr, /2 pictures of A <b>: it is found better with 3/);
  t.is(added.stdout, 'A <b>: 2 added, 2 pictures\n');
  const list = await runReelsight(['brands', 'list', '--json'], { env });
  t.like(JSON.parse(list.stdout)[0], { name: 'A <b>', pictures: 2 });
  const page = join(folder.path, 'found.html');
  const found = await runReelsight(['brands', 'test', logos, '--json', '--out', page], { env });
  const findings = JSON.parse(found.stdout);
  t.like(findings[0], { picture: 'logo-1.png', width: SIDE, height: SIDE });
  t.is(findings[0].found[0].title, 'A <b>');
  t.true(findings[0].found[0].confidence > 0.9);
  t.deepEqual(
    findings[2].found.filter(({ confidence }: { confidence: number }) => confidence > 0.9),
    [],
  );
  const html = await readFile(page, 'utf8');
  t.true(html.includes('A &lt;b&gt;') && html.includes('<rect') && !html.includes('<b>'));
});
