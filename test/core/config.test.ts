import { readFileSync } from 'node:fs';
import test from 'ava';
import { configSchema, parseConfig, resolveOptions } from '../../src/core/index.ts';

test('empty variables count as unset, defaults are filled in', (t) => {
  t.deepEqual(parseConfig({ FFMPEG_PATH: '', HOME: '/x' }), { REELSIGHT_ALLOW_PRIVATE_HOSTS: '0' });
});

test('a wrong value is told with what was received', (t) => {
  const error = t.throws(() => parseConfig({ REELSIGHT_ALLOW_PRIVATE_HOSTS: 'yes' }));
  t.regex(error!.message, /REELSIGHT_ALLOW_PRIVATE_HOSTS.*"yes"/);
});

test("the README's table names every variable with its description", (t) => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const [name, schema] of Object.entries(configSchema.shape))
    t.true(readme.includes(`| \`${name}\` | ${schema.description} |`), name);
});

test('a preset brings its sampling rate, an own rate goes first', (t) => {
  t.deepEqual(resolveOptions({}), { preset: 'balanced', sampleFps: 2 });
  t.deepEqual(resolveOptions({ preset: 'accurate' }), { preset: 'accurate', sampleFps: 4 });
  t.deepEqual(resolveOptions({ preset: 'fast', sampleFps: 0.5 }), { preset: 'fast', sampleFps: 0.5 });
  for (const wrong of [{ preset: 'best' }, { sampleFps: 0 }, { sampleFps: Number.NaN }, { sampleFps: 1000 }])
    t.throws(() => resolveOptions(wrong), { message: /not usable/ });
});
