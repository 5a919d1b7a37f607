import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestFn } from 'ava';
import { ensureModel } from '../../models/ensure.ts';
import { createFileStore } from '../../src/adapters/local/store.ts';
import { describeModel, LIBRARY_PREFIX } from '../../src/core/index.ts';
import { makeFolder, testFfmpeg } from '../helpers/clips.ts';
import { TEST_CACHE } from '../helpers/command-line.ts';
import { drawHead, drawIndex, putLibrary } from '../helpers/drawn-library.ts';
import { BOTH_SCENES, SECOND_SCENE, writeLabelClip } from '../helpers/label-clip.ts';
import type { CloudStack, CloudUnderTest } from './cloud-stack.ts';
import { analyseHere, withoutUsage } from './report-here.ts';

/** A clip, a library of things that are in it and of others, and what this machine says of both. */
export async function prepareLibrary() {
  const folder = await makeFolder();
  const clip = await writeLabelClip(await testFfmpeg(), join(folder.path, 'labels.mp4'));
  const network = describeModel(await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: TEST_CACHE }));
  const library = [
    drawHead('sides', network),
    await drawIndex('brands', [BOTH_SCENES, 2]),
    await drawIndex('catalogue', [SECOND_SCENE, 4]),
  ];
  const libraryFolder = join(folder.path, 'library');
  await putLibrary(createFileStore(libraryFolder), '', ...library);
  const env = { REELSIGHT_LIBRARY: libraryFolder };
  const expected = await analyseHere(clip, join(folder.path, 'here'), { env });
  const bytes = readFileSync(clip);
  await folder.remove();
  return { clip: bytes, library, expected };
}

/** What every cloud must do with the library in its bucket, and with a policy in a request. */
export function testLibraries<Answer>(
  test: TestFn,
  cloud: CloudUnderTest<Answer>,
  stack: CloudStack<Answer>,
  { clip, library, expected }: Awaited<ReturnType<typeof prepareLibrary>>,
): void {
  test.serial(`${cloud.name}: brands, products, heads and a policy: the report is that of one process`, async (t) => {
    let replaceBrands: () => Promise<void> = async () => {};
    stack.begin({
      async onCall({ step, time }, invoke) {
        if (step === 'analyzeChunk' && time === 1) await replaceBrands();
        return invoke();
      },
    });
    await putLibrary(stack.store, LIBRARY_PREFIX, ...library);
    const video = await stack.put('uploads/x/labels.mp4', clip);
    const otherBrands = await drawIndex('brands', [2]);
    // A worker that has begun ends with what it began with.
    replaceBrands = () => putLibrary(stack.store, LIBRARY_PREFIX, otherBrands);
    // As the policy of that name, but written out.
    const { id } = await stack.start(video, { policy: { name: 'standard' } });
    const end = await stack.wait(id);
    t.is(end.status, 'succeeded', end.error?.message);
    const report = await stack.report(id);
    t.is(JSON.stringify(withoutUsage(report)), JSON.stringify(expected));
    t.deepEqual(
      report.brands.map(({ name }) => name),
      [`Label ${BOTH_SCENES}`],
    );
    t.deepEqual(
      report.productListings.map(({ productId }) => productId),
      [`id-${SECOND_SCENE}`],
    );
    t.true(report.heads.some(({ name }) => name === 'sides'));
    t.true(report.labels.some(({ taxonomy }) => taxonomy === 'sides'));
    replaceBrands = async () => {};
    const other = await stack.start(video);
    t.not(other.id, id);
    await stack.cancel(other.id);
    await stack.wait(other.id);
  });

  test.serial(`${cloud.name}: an index that is damaged ends the analysis in words`, async (t) => {
    stack.begin();
    await putLibrary(stack.store, LIBRARY_PREFIX, ...library);
    const key = `${LIBRARY_PREFIX}brands/${expected.brandIndex!.sha256}.index`;
    await stack.store.put(key, Buffer.from('cut off'));
    const video = await stack.put('uploads/x/labels.mp4', clip);
    const { id } = await stack.start(video, { policy: 'strict' });
    const end = await stack.wait(id);
    t.is(end.status, 'failed');
    t.is(end.error?.kind, 'input');
    t.regex(end.error!.message, /The index library\/brands\/\w+\.index is damaged/);
    await t.throwsAsync(stack.start(video, { policy: { default: { unsafeFrom: 'some' } } }), {
      message: /400 .*options\.policy\.default\.unsafeFrom/,
    });
  });
}
