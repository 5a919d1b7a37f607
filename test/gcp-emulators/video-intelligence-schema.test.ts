import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import test from 'ava';
import fc from 'fast-check';
import { exportReport } from '../../src/formats/index.ts';
import { sampleReports } from '../helpers/report-arbitrary.ts';

/** A schema of a discovery document: of JSON Schema draft 3, and with Google's own formats. */
interface DiscoverySchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: DiscoverySchema;
  readonly properties?: Readonly<Record<string, DiscoverySchema>>;
}

const folder = process.env['GOOGLE_DISCOVERY'];
if (!folder)
  throw new Error(
    'Set GOOGLE_DISCOVERY to a folder of Google’s discovery documents, for example googleapiclient/discovery_cache/documents of the Python package google-api-python-client.',
  );
const document = JSON.parse(await readFile(join(folder, 'videointelligence.v1.json'), 'utf8'));
const schemas = document.schemas as Record<string, DiscoverySchema>;

/** The same in the JSON Schema of today, where no object takes a member that its schema does not name. */
function toJsonSchema(schema: DiscoverySchema): Record<string, unknown> {
  if (schema.$ref) return { $ref: `#/$defs/${schema.$ref}` };
  if (schema.format === 'google-duration') return { type: 'string', pattern: '^\\d+(\\.\\d{1,9})?s$' };
  const { type, enum: values, items, properties } = schema;
  return {
    type,
    ...(values ? { enum: values } : {}),
    ...(items ? { items: toJsonSchema(items) } : {}),
    ...(type === 'object'
      ? {
          additionalProperties: false,
          properties: Object.fromEntries(
            Object.entries(properties ?? {}).map(([name, member]) => [name, toJsonSchema(member)]),
          ),
        }
      : {}),
  };
}

const validate = new Ajv({ allErrors: true }).compile({
  $ref: '#/$defs/GoogleCloudVideointelligenceV1_AnnotateVideoResponse',
  $defs: Object.fromEntries(
    Object.entries(schemas)
      .filter(([name]) => /^(GoogleCloudVideointelligenceV1_|GoogleRpc_)/.test(name))
      .map(([name, schema]) => [name, toJsonSchema(schema)]),
  ),
});

test('the answer is what Google’s discovery document describes', (t) => {
  fc.assert(
    fc.property(sampleReports, (report) => {
      const { content } = exportReport(report, 'video-intelligence', { thumbnails: new Map() });
      t.true(validate(JSON.parse(content)), JSON.stringify(validate.errors?.slice(0, 3)));
    }),
    { numRuns: 25 },
  );
});

test('a wrong member, likelihood or time is noticed', (t) => {
  const wrong = [
    { sceneAnnotations: [] },
    { explicitAnnotation: { frames: [{ timeOffset: '1s', pornographyLikelihood: 'HUGE' }] } },
    { segment: { startTimeOffset: { seconds: 1 } } },
  ];
  for (const results of wrong) t.false(validate({ annotationResults: [results] }), JSON.stringify(results));
});
