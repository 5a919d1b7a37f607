import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import { ReelsightError } from '../../src/core/errors.ts';
import type { Report } from '../../src/core/report.ts';
import { jsonFormat } from '../../src/formats/json.ts';
import { createSampleReport, HOSTILE_NAMES } from '../helpers/sample-report.ts';

const render = (report: Report) => jsonFormat.render(report, { thumbnails: new Map() });
const readSchema = async () =>
  JSON.parse(await readFile(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));

const reverseKeys = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(reverseKeys) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, reverseKeys(entry)]),
  ) as T;
};

test('gives the report back', (t) => {
  const report = createSampleReport({ appearances: true });
  t.deepEqual(JSON.parse(render(report)), report);
});

test('keys come in the order of the schema, however they were set', (t) => {
  const report = createSampleReport({ appearances: true });
  t.is(render(reverseKeys(report)), render(report));
  t.deepEqual(Object.keys(JSON.parse(render(reverseKeys(report)))).slice(0, 3), ['schemaVersion', 'id', 'video']);
});

test('a report that breaks the schema is not written', (t) => {
  const report = createSampleReport();
  report.shots[3]!.labels[0]!.confidence = 1.5;
  const error = t.throws(() => render(report), { instanceOf: ReelsightError });
  t.is(error.kind, 'internal');
  t.regex(error.message, /shots\.3\.labels\.0\.confidence/);
});

test('what is written obeys the published schema', async (t) => {
  const validate = new Ajv2020({ strict: true }).compile(await readSchema());
  const reports = [
    createSampleReport({ appearances: true }),
    createSampleReport({ shotCount: 1, breakCount: 0, thumbnails: false, audio: false }),
    createSampleReport({ frameRate: { numerator: 30_000, denominator: 1001 }, startSeconds: 0.833_333 }),
    ...HOSTILE_NAMES.map((name) => createSampleReport({ name })),
  ];
  for (const report of reports) {
    t.true(validate(JSON.parse(render(report))), JSON.stringify(validate.errors));
  }
});

test('the published schema refuses what is not a report', async (t) => {
  const validate = new Ajv2020({ strict: true }).compile(await readSchema());
  const mutations: ((report: Report) => unknown)[] = [
    (report) => ({ ...report, schemaVersion: 2 }),
    (report) => ({ ...report, shots: [] }),
    ({ video: _, ...rest }) => rest,
    (report) => ({ ...report, brandSafety: { ...report.brandSafety, verdict: 'fine' } }),
  ];
  for (const mutate of mutations) t.false(validate(mutate(createSampleReport())), mutate.toString());
});
