import { readFileSync } from 'node:fs';
import test from 'ava';
import { POLICIES } from '../../src/core/classify/policy.ts';
import { configSchema, parseConfig, resolveOptions } from '../../src/core/index.ts';

test('empty variables count as unset, defaults are filled in', (t) => {
  t.deepEqual(parseConfig({ FFMPEG_PATH: '', HOME: '/x' }), {
    REELSIGHT_MAX_HOURS: 24,
    REELSIGHT_ALLOW_PRIVATE_HOSTS: '0',
  });
});

test('a wrong value is told with what was received', (t) => {
  const error = t.throws(() => parseConfig({ REELSIGHT_ALLOW_PRIVATE_HOSTS: 'yes' }));
  t.regex(error!.message, /REELSIGHT_ALLOW_PRIVATE_HOSTS.*"yes"/);
});

test('the documentation names every variable with its description', (t) => {
  const text = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8');
  for (const [name, schema] of Object.entries(configSchema.shape))
    t.true(text.includes(`| \`${name}\` | ${schema.description} |`), name);
});

const leftToUs = { count: null, perHour: null, spacingSeconds: null, noBreakZones: [] };

test('a preset brings its sampling rate, an own rate goes first', (t) => {
  const rest = { start: null, end: null, sensitivity: 0.5, breaks: leftToUs, policy: POLICIES.standard };
  t.deepEqual(resolveOptions({}), { preset: 'balanced', sampleFps: 2, ...rest });
  t.deepEqual(resolveOptions({ preset: 'accurate' }), { preset: 'accurate', sampleFps: 4, ...rest });
  t.deepEqual(resolveOptions({ preset: 'fast', sampleFps: 0.5 }), { preset: 'fast', sampleFps: 0.5, ...rest });
  for (const wrong of [
    { preset: 'best' },
    { sampleFps: 0 },
    { sampleFps: Number.NaN },
    { sampleFps: 1000 },
    { sensitivity: 2 },
  ])
    t.throws(() => resolveOptions(wrong), { message: /not usable/ });
});

test('options for story breaks are filled in, their zones in order', (t) => {
  const zones = [
    { startSeconds: 540, endSeconds: 600 },
    { startSeconds: 0, endSeconds: 60 },
  ];
  t.deepEqual(resolveOptions({ breaks: { count: 3, noBreakZones: zones } }).breaks, {
    ...leftToUs,
    count: 3,
    noBreakZones: [zones[1], zones[0]],
  });
  t.deepEqual(resolveOptions({ breaks: { perHour: 2.5, spacingSeconds: 90 } }).breaks, {
    ...leftToUs,
    perHour: 2.5,
    spacingSeconds: 90,
  });
});

test('options for story breaks that cannot be are refused with what is wrong', (t) => {
  const refuse = (breaks: object, message: RegExp) =>
    t.throws(() => resolveOptions({ breaks }), { message }, JSON.stringify(breaks));
  refuse({ count: -1 }, /not usable: breaks\.count/);
  refuse({ count: 1.5 }, /breaks\.count/);
  refuse({ count: 3, perHour: 2 }, /breaks: give count or perHour, not both/);
  refuse({ perHour: 0 }, /breaks\.perHour/);
  refuse({ spacingSeconds: 0 }, /breaks\.spacingSeconds/);
  refuse({ noBreakZones: [{ startSeconds: 60, endSeconds: 60 }] }, /noBreakZones\.0: a range must end after it starts/);
  refuse({ number: 3 }, /breaks.*number/);
});
