import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { ensureModel } from '../../../models/ensure.ts';
import { createFileStore } from '../../../src/adapters/local/store.ts';
import { describeModel, type Report, reportSchema } from '../../../src/core/index.ts';
import { makeFolder, testFfmpeg } from '../../helpers/clips.ts';
import { runReelsight, TEST_CACHE } from '../../helpers/command-line.ts';
import { drawHead, drawIndex, putLibrary } from '../../helpers/drawn-library.ts';
import { BOTH_SCENES, SECOND_SCENE, writeLabelClip } from '../../helpers/label-clip.ts';

const folder = await makeFolder();
const clip = await writeLabelClip(await testFfmpeg(), join(folder.path, 'labels.mp4'));
const library = join(folder.path, 'library');
const network = describeModel(await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: TEST_CACHE }));
await putLibrary(
  createFileStore(library),
  '',
  drawHead('sides', network),
  await drawIndex('brands', [BOTH_SCENES, 2]),
  await drawIndex('catalogue', [SECOND_SCENE, 4]),
);

test.after.always(() => folder.remove());

async function analyze(name: string, ...args: string[]): Promise<Report> {
  const out = join(folder.path, name);
  const { status, stderr } = await runReelsight(
    ['analyze', clip, '--out', out, '--format', 'json', '--sample-fps', '1', ...args],
    {
      env: { REELSIGHT_LIBRARY: library },
    },
  );
  if (status !== 0) throw new Error(stderr);
  return reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
}

const withoutUsage = ({ usage: _, ...report }: Report): string => JSON.stringify(report);

test('brands, products and what heads say do not depend on the chunks', async (t) => {
  const one = await analyze('one', '--workers', '1');
  t.true(one.heads.some(({ name }) => name === 'sides'));
  t.true(one.labels.some(({ taxonomy }) => taxonomy === 'sides'));
  const [brand, ...otherBrands] = one.brands;
  t.is(brand!.name, `Label ${BOTH_SCENES}`);
  t.deepEqual(otherBrands, []);
  t.deepEqual(
    brand!.segments.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]),
    [
      [0, 3],
      [3, 6],
    ],
  );
  t.deepEqual(
    one.productListings.map(({ productId, segments }) => [productId, segments[0]!.startSeconds]),
    [[`id-${SECOND_SCENE}`, 3]],
  );
  const many = await analyze('many', '--workers', '2', '--chunk', '0.7');
  t.true(many.usage.chunks > 4);
  t.is(withoutUsage(many), withoutUsage(one));
});
