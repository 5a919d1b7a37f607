import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import test from 'ava';
import { GENERATED_FILES } from '../../scripts/generated-files.ts';
import { reportJsonSchema } from '../../src/core/report.ts';

for (const { path, render } of GENERATED_FILES) {
  test(`${relative(process.cwd(), path)} is what its sources make; else run npm run generate`, async (t) => {
    // Not t.is: the difference of two minified lines helps nobody.
    t.true((await readFile(path, 'utf8')) === (await render()));
  });
}

test('the published schema is the schema of the code', async (t) => {
  const published = JSON.parse(await readFile(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
  t.deepEqual(published, JSON.parse(JSON.stringify(reportJsonSchema())));
});
