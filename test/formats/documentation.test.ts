import { readFile } from 'node:fs/promises';
import test from 'ava';
import { reportJsonSchema, reportSchema } from '../../src/core/report.ts';
import { exportReport, FORMAT_NAMES, FORMATS } from '../../src/formats/index.ts';

const text = await readFile(new URL('../../docs/report.md', import.meta.url), 'utf8');
const example = reportSchema.parse(JSON.parse(/```json\n(.*?)\n```/s.exec(text)![1]!));

/** Names of all properties of a JSON Schema, however deep. */
const listProperties = (schema: unknown): string[] => {
  if (schema === null || typeof schema !== 'object') return [];
  const { properties = {} } = schema as { properties?: Record<string, unknown> };
  return [...Object.keys(properties), ...Object.values(schema).flatMap(listProperties)];
};

test('the documentation names every format as it is', (t) => {
  for (const [name, { fileName, description }] of Object.entries(FORMATS)) {
    t.true(text.includes(`| \`${name}\` | \`${fileName}\` | ${description} |`), name);
  }
});

test('the documentation describes every field', (t) => {
  const range = ['startFrame', 'endFrame', 'startSeconds', 'endSeconds', 'startTimecode', 'endTimecode'];
  for (const name of new Set(listProperties(reportJsonSchema()))) {
    if (!range.includes(name)) t.true(text.includes(`\`${name}\``) || text.includes(`\`${name}[]\``), name);
  }
});

test('the documentation’s exports are what its example gives', (t) => {
  const shown = ['csv', 'vtt', 'ffmetadata', 'edl', 'vmap', 'hls-cues', 'scte35', 'scte35-esam'] as const;
  for (const format of shown) {
    const section = text.split(/^### /m).find((part) => part.startsWith(`${format}\n`));
    const block = /```\w+\n(.*?)\n```/s.exec(section ?? '')?.[1];
    const { content } = exportReport(example, format, { thumbnails: new Map(), breakSeconds: 30 });
    t.is(block, content.replaceAll('\r\n', '\n').trimEnd(), format);
  }
  for (const format of ['csv-segments', 'csv-frames'] as const) {
    const { content } = exportReport(example, format, { thumbnails: new Map() });
    t.true(text.includes(content.replaceAll('\r\n', '\n')), format);
  }
  t.true(FORMAT_NAMES.every((name) => text.includes(`\`${name}\``)));
});
