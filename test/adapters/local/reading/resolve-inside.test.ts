import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { resolveInside } from '../../../../src/adapters/local/reading/index.ts';
import { makeFolder } from '../../../helpers/clips.ts';

const folder = await makeFolder();
const root = realpathSync(folder.path);
for (const name of ['shop/pictures', 'shop-other', 'elsewhere']) mkdirSync(join(root, name), { recursive: true });
for (const name of ['shop/a.png', 'shop/pictures/b.png', 'shop-other/c.png', 'elsewhere/d.png', 'shop/..e.png'])
  writeFileSync(join(root, name), '');
symlinkSync('../elsewhere/d.png', join(root, 'shop/link.png'));
symlinkSync('../elsewhere', join(root, 'shop/linked'));
symlinkSync('pictures/b.png', join(root, 'shop/inner.png'));
symlinkSync('shop', join(root, 'alias'));
test.after.always(() => folder.remove());

const base = join(root, 'shop');
const find = (name: string, others: string[] = [], from = base) => resolveInside(name, { base: from, others });

test('what lies in the folder is found', async (t) => {
  for (const [name, real] of [
    ['a.png', 'shop/a.png'],
    ['./pictures/../a.png', 'shop/a.png'],
    ['inner.png', 'shop/pictures/b.png'],
    ['..e.png', 'shop/..e.png'],
    [join(base, 'a.png'), 'shop/a.png'],
  ] as const)
    t.is(await find(name), join(root, real), name);
  t.is(await find('a.png', [], join(root, 'alias')), join(base, 'a.png'));
  t.is(await find(join(base, 'a.png'), [], join(root, 'alias')), join(base, 'a.png'));
});

test('what lies outside is refused, by path and by link, unless its folder is allowed', async (t) => {
  const outside = ['../elsewhere/d.png', 'link.png', 'linked/d.png', join(root, 'elsewhere/d.png')];
  for (const name of [...outside, '../shop-other/c.png', '..', '.', '/etc/hostname', '/no/such/file.png']) {
    const error = await t.throwsAsync(find(name), { message: /lies outside.*--allow-folder/ }, name);
    t.like(error, { kind: 'input' });
  }
  for (const name of outside) t.is(await find(name, [join(root, 'elsewhere')]), join(root, 'elsewhere/d.png'), name);
  await t.throwsAsync(find('../shop-other/c.png', [join(root, 'elsewhere')]), { message: /lies outside/ });
});

test('what is missing in the folder is told as missing', async (t) => {
  t.like(await t.throwsAsync(find('gone.png'), { message: /no such file/ }), { kind: 'not-found' });
  await t.throwsAsync(find('a.png', [join(root, 'nowhere')]), { message: /nowhere.*no such file/ });
});
