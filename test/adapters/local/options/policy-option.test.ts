import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { readPolicy } from '../../../../src/adapters/local/options/policy-option.ts';
import { resolveOptions } from '../../../../src/core/index.ts';
import { makeFolder } from '../../../helpers/clips.ts';

const folder = await makeFolder();
test.after.always(() => folder.remove());

async function readText(text: string) {
  const policy = join(await mkdtemp(join(folder.path, 'policy-')), 'policy.json');
  await writeFile(policy, text);
  return readPolicy({ policy });
}

test('a policy is a name or a file', async (t) => {
  t.is(await readPolicy({}), undefined);
  t.is(await readPolicy({ policy: 'strict' }), 'strict');
  const policy = await readText('{"name": "toys", "categories": {"arms": {"unsafeFrom": "low"}}}');
  t.is(resolveOptions({ policy }).policy.name, 'toys');
});

test('what cannot be used names the field', async (t) => {
  await t.throwsAsync(readText('{"categories": {"arms": {"unsafeFrom": "some"}}}'), {
    message: /policy\.json" cannot be used: categories\.arms\.unsafeFrom/,
  });
  await t.throwsAsync(readText('{"nmae": "toys"}'), { message: /nmae/ });
  await t.throwsAsync(readText('{"categories": {"weather": {"unsafeFrom": "low"}}}'), { message: /"weather"/ });
  await t.throwsAsync(readText('{'), { message: /not valid JSON/ });
  await t.throwsAsync(readPolicy({ policy: 'severe' }), { message: /no such file.*strict, standard, lenient/ });
});
