import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { openLatestIndex } from '../../../src/adapters/local/library/open-index.ts';
import { indexCatalogue } from '../../../src/adapters/local/products/index-catalogue.ts';
import { parseProduct } from '../../../src/adapters/local/products/product.ts';
import { readCatalogue } from '../../../src/adapters/local/products/read-catalogue.ts';
import { makeFolder, testFfmpeg } from '../../helpers/clips.ts';
import { createContext } from '../../helpers/command-context.ts';
import { runReelsight } from '../../helpers/command-line.ts';
import { writePicture } from '../../helpers/picture-files.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
const [tea, mug] = await Promise.all(
  ['tea.png', 'mug.jpg'].map((name, i) => writePicture(ffmpeg, join(folder.path, name), 20 + i)),
);
let shaky = 0;
const server = createServer(async (request, response) => {
  const [path] = (request.url ?? '').split('?');
  if (path === '/moved.png') return void response.writeHead(302, { location: '/tea.png' }).end();
  if (path === '/shaky.png' && ++shaky === 1) return void response.writeHead(503).end();
  if (path === '/tea.png' || path === '/shaky.png') return void response.end(await readFile(tea));
  if (path === '/page.png') return void response.end('<html>no picture</html>');
  response.writeHead(404, 'Not Found').end();
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const web = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
test.after.always(async () => {
  server.close();
  server.closeAllConnections();
  await folder.remove();
});

async function write(name: string, text: string): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, text);
  return path;
}

const CATALOGUE_OPTIONS = {
  warn: (message: string) => void warnings.push(message),
  signal: new AbortController().signal,
};
const warnings: string[] = [];

const ALL = { picturesPerProduct: 4 };

test('catalogues in every format and spelling read alike', async (t) => {
  const catalogues: [string, string][] = [
    ['a.csv', '\uFEFFID,Title,Image Link,G:Additional Image Link,price\n1,"Tea, green",a.png,"b.png, c.png",2 EUR\n'],
    ['a.tsv', 'id\ttitle\timage_link\tadditional_image_link\tg:price\n1\tTea, green\ta.png\tb.png,c.png\t2 EUR\n'],
    ['semicolons.csv', 'id;title;image link;additional_image_link;price\n1;Tea, green;a.png;b.png,c.png;2 EUR\n'],
    [
      'a.json',
      JSON.stringify({
        products: [
          {
            id: 1,
            title: 'Tea, green',
            imageLink: 'a.png',
            additionalImageLinks: ['b.png', 'c.png'],
            price: { value: '2', currency: 'EUR' },
          },
        ],
      }),
    ],
    [
      'a.xml',
      '<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id><title>Tea, green</title><g:image_link>a.png</g:image_link><g:additional_image_link>b.png</g:additional_image_link><g:additional_image_link>c.png</g:additional_image_link><g:price>2 EUR</g:price></item></channel></rss>',
    ],
  ];
  for (const [name, text] of catalogues) {
    const products = [];
    for await (const row of readCatalogue(await write(name, text), CATALOGUE_OPTIONS)) products.push(parseProduct(row));
    const [{ where, ...product }, ...others] = products;
    t.regex(where, /^(line 2|item 1)$/, name);
    t.deepEqual(others, []);
    const expected = { id: '1', title: 'Tea, green', images: ['a.png', 'b.png', 'c.png'], facts: { price: '2 EUR' } };
    t.deepEqual(product, expected, name);
  }
});

test('what is not a catalogue says what it lacks', async (t) => {
  const cases: [string, RegExp][] = [
    ['id,title\n1,Tea\n', /no column image_link; its first line has id, title/],
    ['{"rows": []}', /not a list of products/],
    ['[{]', /not valid JSON/],
    ['<html></html>', /not a feed of products/],
    ['\0\0', /is not text/],
    ['{"items": '.repeat(60), /nested more than 50 levels/],
    [`<!DOCTYPE rss [<!ENTITY a "${'a'.repeat(999)}">]><rss><channel>&a;&a;</channel></rss>`, /declares entities/],
    ['<rss>'.repeat(200), /not valid XML/],
    [`id,image_link\n1,"${'a\n'.repeat(1_000_000)}`, /a quote may be missing/],
    [`id,image_link\n1,${'a'.repeat(2_000_000)}\n`, /longer than 1 MB/],
    [`id,image_link${',a'.repeat(1000)}\n`, /more than 1000 columns/],
    [
      `id,image_link\n${Array.from({ length: 200_001 }, (_, i) => `${i},a.png\n`).join('')}`,
      /more than 200000 products/,
    ],
    [`[${'{},'.repeat(5_000_001)}{}]`, /more than 5000000 values/],
    [`<rss>${'<a/>'.repeat(10_000_000)}</rss>`, /more than 5000000 elements/],
  ];
  for (const [text, message] of cases) {
    const context = createContext(join(folder.path, 'none'));
    await t.throwsAsync(indexCatalogue(await write('bad', text), ALL, context), { message }, text);
  }
});

test('pictures by path, file: and the web; rows that fail are named and left out', async (t) => {
  const rows = [
    'id,title,link,image_link,additional_image_link',
    'path,Mug,https://shop.example/mug,mug.jpg,gone.jpg',
    `file,Tea,javascript:alert(1),${pathToFileURL(tea)},`,
    `web,Web tea,,${web}/moved.png?key=secret,`,
    `shaky,Shaky tea,,${web}/shaky.png,`,
    `lost,Lost,,${web}/lost.png?key=secret,`,
    `page,Page,,${web}/page.png,`,
    'none,None,,,',
    'odd,Odd,,ftp://host/a.png,',
  ];
  const context = createContext(join(folder.path, 'mixed'), { REELSIGHT_ALLOW_PRIVATE_HOSTS: '1' });
  const done = await indexCatalogue(await write('mixed.csv', `${rows.join('\n')}\n`), ALL, context);
  t.like(done, { rows: 8, products: 4, pictures: 4 });
  t.deepEqual(
    done.failures.map(({ where, id, leftOut }) => [where, id, leftOut]),
    [
      ['line 2', 'path', false],
      ['line 6', 'lost', true],
      ['line 7', 'page', true],
      ['line 8', 'none', true],
      ['line 9', 'odd', true],
    ],
  );
  const told = context.lines.join('\n');
  t.regex(told, /line 6 \(lost\): .*lost\.png\?\.\.\. answered 404 Not Found; left out/);
  t.false(told.includes('secret'));
  const index = await openLatestIndex(context.libraryFolder, 'catalogue');
  t.deepEqual(
    index?.items.map(({ id }) => id),
    ['path', 'file', 'web', 'shaky'],
  );
  t.deepEqual(index?.items[0].facts, { link: 'https://shop.example/mug' });
  t.deepEqual(index?.items[1].facts, {});
  t.is(shaky, 2);
});

test('private hosts are refused, and when nothing can be indexed the library stays as it was', async (t) => {
  const context = createContext(join(folder.path, 'private'), { REELSIGHT_ALLOW_PRIVATE_HOSTS: '0' });
  await indexCatalogue(await write('good.csv', 'id,image_link\n1,mug.jpg\n'), ALL, context);
  const path = await write('private.csv', `id,image_link\n1,${web}/tea.png\n`);
  const error = await t.throwsAsync(indexCatalogue(path, ALL, context), {
    message: /None of the 1 rows .* The library was not changed/,
  });
  t.like(error, { kind: 'decode' });
  t.regex(context.lines.join('\n'), /127\.0\.0\.1 is a loopback.*REELSIGHT_ALLOW_PRIVATE_HOSTS=1/);
  t.is((await openLatestIndex(context.libraryFolder, 'catalogue'))?.items.length, 1);
});

test('a catalogue of a spreadsheet in Windows-1252 is read, with a warning', async (t) => {
  const path = join(folder.path, 'cp1252.csv');
  await writeFile(path, Buffer.from('id;title;image_link\n1;Bi\xe8re brune \xe0 \xe9t\xe9;tea.png\n', 'latin1'));
  const context = createContext(join(folder.path, 'cp1252'));
  t.like(await indexCatalogue(path, ALL, context), { products: 1, pictures: 1, failures: [] });
  const index = await openLatestIndex(context.libraryFolder, 'catalogue');
  t.is(index?.items[0].title, 'Bière brune à été');
  t.regex(context.lines.join('\n'), /Warning: .*cp1252\.csv" is not UTF-8 \(the first such line is line 2\)/);
});

test('no character that could not be read gets into a title', async (t) => {
  const title = `${'x'.repeat(499)}🍺`;
  const rows = [
    { id: 'lost', title: 'Bi\ufffdre', image_link: 'tea.png' },
    { id: 'half', title: 'half \ud83c', image_link: 'tea.png' },
    { id: 'long', title, image_link: 'tea.png' },
  ];
  const context = createContext(join(folder.path, 'unreadable'));
  const path = await write('unreadable.json', JSON.stringify(rows));
  const done = await indexCatalogue(path, ALL, context);
  t.deepEqual(
    done.failures.map(({ id, reason }) => [id, /^title: holds a character that could not be read/.test(reason)]),
    [
      ['lost', true],
      ['half', true],
    ],
  );
  const index = await openLatestIndex(context.libraryFolder, 'catalogue');
  t.deepEqual(
    index?.items.map((item) => item.title),
    ['x'.repeat(499)],
  );
});

test("pictures outside the catalogue's folder are left out unless their folder is allowed", async (t) => {
  const shop = join(folder.path, 'shop');
  await mkdir(shop);
  await symlink('../tea.png', join(shop, 'link.png'));
  execFileSync('mkfifo', [join(shop, 'pipe.png')]);
  const rows = ['../mug.jpg', tea, pathToFileURL(tea).href, 'link.png', 'pipe.png', 'file://host/a.png'];
  const path = join(shop, 'shop.csv');
  await writeFile(path, `id,image_link\n${rows.map((row, i) => `${i},${row}`).join('\n')}\n`);
  const context = createContext(join(folder.path, 'outside'));
  await t.throwsAsync(indexCatalogue(path, ALL, context), { message: /None of the 6 rows/ });
  const told = context.lines.join('\n');
  for (const line of [2, 3, 4, 5]) t.regex(told, new RegExp(`line ${line} .* lies outside .*--allow-folder; left out`));
  t.regex(told, /line 6 .* is a pipe or a device/);
  const done = await indexCatalogue(path, { ...ALL, allowFolders: [folder.path] }, context);
  t.is(done.products, 4);
});

test('an id that is there twice is refused with both places', async (t) => {
  const path = await write('twice.csv', 'id,image_link\n1,a.png\n2,b.png\n1,c.png\n');
  await t.throwsAsync(indexCatalogue(path, ALL, createContext(folder.path)), {
    message: /Two products have the id "1": line 2 and line 4/,
  });
});

test('on the command line: an empty catalogue, list, test, remove', async (t) => {
  const library = join(folder.path, 'command');
  const run = (...args: string[]) => runReelsight(['products', ...args, '--library', library]);
  const empty = await run('index', await write('empty.json', '[]'));
  t.is(empty.status, 0, empty.stderr);
  t.is(empty.stdout, '0 products with 0 pictures\n');
  await run('index', await write('one.csv', 'id,title,image_link\n1,Mug,mug.jpg\n'));
  t.is((await run('list')).stdout, '1 products with 1 pictures from one.csv\nid  title\n1   Mug\n');
  t.deepEqual(readdirSync(join(library, 'catalogue')).length, 1);
  t.regex((await run('test', mug, tea)).stdout, /^100 % .* mug\.jpg +Mug$/m);
  t.is((await run('remove')).status, 0);
  t.is((await run('remove')).status, 2);
});
