import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import test from 'ava';
import { ReelsightError } from '../../src/core/index.ts';
import { exportReport } from '../../src/formats/index.ts';
import { createApi } from '../../src/service/index.ts';
import { keysOf } from '../../src/service/keys.ts';
import { createFakeCloud, uploadOf, videoBytes } from '../helpers/fake-cloud.ts';
import { createSampleReport, TINY_JPEG } from '../helpers/sample-report.ts';

const VIDEO = 's3://b/videos/film.mp4';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
type Document = { paths: Record<string, Record<string, Operation>>; components: object };

/** The API, called as over HTTP; every answer is held against the OpenAPI document. */
async function openApi(videos?: Record<string, Buffer>) {
  const cloud = createFakeCloud(videos);
  const app = createApi(cloud.context);
  const document = (await (await app.request('/v1/openapi.json')).json()) as Document;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const operationOf = (method: string, path: string): Operation => {
    const template = Object.keys(document.paths)
      .toSorted((a, b) => a.split('{').length - b.split('{').length)
      .find((candidate) => new RegExp(`^${candidate.replace(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`).test(path));
    return document.paths[template!]![method.toLowerCase()]!;
  };
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await app.request(path, {
      method,
      ...(body !== undefined && {
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    const text = await response.text();
    const contentType = (response.headers.get('content-type') ?? '').split(';')[0]!;
    const described = operationOf(method, path)?.responses[response.status];
    if (described === undefined)
      throw new Error(`${method} ${path} answered ${response.status}, which is not documented: ${text}`);
    const json = contentType.endsWith('json') ? JSON.parse(text) : null;
    const schema = described.content?.[contentType]?.schema;
    if (json !== null) {
      if (!schema) throw new Error(`${method} ${path}: ${contentType} is not documented for ${response.status}`);
      const validate = ajv.compile({ ...schema, components: document.components });
      if (!validate(json)) throw new Error(`${method} ${path}: ${ajv.errorsText(validate.errors)}`);
    }
    return { status: response.status, json, text, headers: response.headers };
  };
  return { ...cloud, call, document };
}

/** An analysis that has succeeded with this report. */
async function openFinished(report = createSampleReport()) {
  const api = await openApi();
  const { json } = await api.call('POST', '/v1/analyses', { video: VIDEO });
  const { id } = json;
  const keys = keysOf(id);
  const whole = { ...report, id };
  await api.store.put(keys.reportJson, Buffer.from(exportReport(whole, 'json', { thumbnails: new Map() }).content));
  await api.store.put(keys.reportHtml, Buffer.from('<!doctype html><title>film</title>'));
  await api.store.put(keys.thumbnail('frame-0000000.jpg'), TINY_JPEG);
  await api.store.put(
    keys.status(1),
    Buffer.from(
      JSON.stringify({ id, attempt: 1, status: 'succeeded', error: null, finishedAt: new Date().toISOString() }),
    ),
  );
  return { ...api, id, report: whole };
}

test('starts, tells where it stands, cancels', async (t) => {
  const { call } = await openApi();
  const started = await call('POST', '/v1/analyses', {
    video: VIDEO,
    options: { preset: 'fast', breaks: { count: 3 } },
    idempotencyKey: 'a',
  });
  t.is(started.status, 202);
  t.like(started.json, { attempt: 1, status: 'queued' });
  const { id } = started.json;
  t.like((await call('GET', `/v1/analyses/${id}`)).json, {
    id,
    status: 'queued',
    name: 'film.mp4',
    options: {
      preset: 'fast',
      sampleFps: 1,
      breaks: { count: 3, perHour: null, spacingSeconds: null, noBreakZones: [] },
    },
    progress: { chunksDone: 0, chunksTotal: null, share: 0 },
    cost: { gbSeconds: 0, estimatedUsd: 0 },
    finishedAt: null,
  });
  const early = await call('GET', `/v1/analyses/${id}/content`);
  t.is(early.status, 409);
  t.is(early.json.kind, 'conflict');
  t.regex(early.json.detail, /it is queued/);
  const cancelled = await call('DELETE', `/v1/analyses/${id}`);
  t.is(cancelled.status, 202);
  t.is(cancelled.json.status, 'cancelled');
});

test('what the service may not read is denied, and told to who runs it', async (t) => {
  const denied = new ReelsightError('denied', 'Cannot read it: access is denied.');
  const { context, logged, call } = await openApi();
  Object.assign(context.videos, { find: () => Promise.reject(denied) });
  const { status, json } = await call('POST', '/v1/analyses', { video: VIDEO });
  t.like(json, { status, title: 'Access is denied', detail: denied.message, kind: 'denied' });
  t.is(status, 403);
  t.deepEqual(logged, [denied]);
});

test('each answer is its part of the report, and says what was not assessed', async (t) => {
  const { call, id, report } = await openFinished();
  const safety = (await call('GET', `/v1/analyses/${id}/brand-safety`)).json;
  t.is(safety.verdict, report.brandSafety.verdict);
  t.deepEqual(safety.policy, report.options.policy);
  t.deepEqual(safety.categories, report.brandSafety.categories);
  t.is(safety.scenes.length, report.scenes.length);
  t.deepEqual((await call('GET', `/v1/analyses/${id}/story-breaks`)).json.storyBreaks, report.storyBreaks);
  const content = (await call('GET', `/v1/analyses/${id}/content`)).json;
  t.deepEqual(content.shots, report.shots);
  t.deepEqual(content.frames, report.frames);
  t.is(content.brandCoverage.status, 'not-assessed');
  const products = (await call('GET', `/v1/analyses/${id}/product-listings`)).json;
  t.is(products.coverage.status, 'not-assessed');
  t.is(products.coverage.items, null);
  t.regex(products.coverage.reason, /does not mean that there are none/);
});

test('where there is no break the answer says why, and nothing of other warnings', async (t) => {
  const none = { code: 'no-breaks', message: 'No story break was found: a reason.' };
  const warnings = [{ code: 'damaged', message: 'Parts are damaged.' }, none];
  const { call, id } = await openFinished({ ...createSampleReport(), storyBreaks: [], warnings });
  const answer = (await call('GET', `/v1/analyses/${id}/story-breaks`)).json;
  t.deepEqual(answer.storyBreaks, []);
  t.deepEqual(answer.warnings, [none]);
});

test('brands and products that were searched for are assessed, also where none was there to be seen', async (t) => {
  const found = createSampleReport({ appearances: true });
  const { call, id } = await openFinished({
    ...found,
    catalogue: { ...found.catalogue!, items: 0 },
    productListings: [],
  });
  const content = (await call('GET', `/v1/analyses/${id}/content`)).json;
  t.deepEqual(content.brands, found.brands);
  t.deepEqual(content.brandCoverage, { status: 'assessed', items: 3, reason: null });
  const products = (await call('GET', `/v1/analyses/${id}/product-listings`)).json;
  t.deepEqual(products.productListings, []);
  t.deepEqual(products.coverage, { status: 'assessed', items: 0, reason: null });
});

test('the reports and the pictures are given as they lie in the store', async (t) => {
  const { call, id, report } = await openFinished();
  t.is(
    (await call('GET', `/v1/analyses/${id}/report.json`)).text,
    exportReport(report, 'json', { thumbnails: new Map() }).content,
  );
  const page = await call('GET', `/v1/analyses/${id}/report.html`);
  t.regex(page.text, /^<!doctype html>/);
  t.regex(page.headers.get('content-type')!, /^text\/html/);
  t.is((await call('GET', `/v1/analyses/${id}/thumbnails/frame-0000000.jpg`)).status, 200);
  t.is((await call('GET', `/v1/analyses/${id}/thumbnails/frame-0000999.jpg`)).status, 404);
  t.is((await call('GET', `/v1/analyses/${id}/thumbnails/status.json`)).status, 400);
});

test('what is too large for a function to answer is linked to', async (t) => {
  const { call, id, store } = await openFinished(createSampleReport({ shotCount: 16000, sceneCount: 50 }));
  for (const [path, key] of [
    ['report.json', keysOf(id).reportJson],
    ['content', keysOf(id).answer('content')],
  ] as const) {
    const { status, headers } = await call('GET', `/v1/analyses/${id}/${path}`);
    t.is(status, 307);
    t.is(headers.get('location'), `https://store.example/${key}?signed`);
    t.true((await store.get(key)).length > 4_000_000);
  }
});

for (const [what, body, detail] of [
  ['no video', {}, /video: /],
  ['an unknown field', { video: VIDEO, colour: 'red' }, /colour/],
  ['an unknown preset', { video: VIDEO, options: { preset: 'best' } }, /options\.preset: /],
  ['breaks by number and by hour', { video: VIDEO, options: { breaks: { count: 1, perHour: 1 } } }, /not both/],
  ['a rate out of range', { video: VIDEO, options: { sampleFps: 1000 } }, /options\.sampleFps: .*60/],
  ['an unknown policy', { video: VIDEO, options: { policy: 'harsh' } }, /options\.policy: .*"strict".*object/],
  [
    'a policy with an unknown step',
    { video: VIDEO, options: { policy: { default: { reviewFrom: 'some' } } } },
    /^options\.policy\.default\.reviewFrom: .*"medium"/,
  ],
  [
    'a policy with an unknown field',
    { video: VIDEO, options: { policy: { colour: 'red' } } },
    /options\.policy: .*colour/,
  ],
  [
    'a policy with an unknown category',
    { video: VIDEO, options: { policy: { categories: { weather: { unsafeFrom: 'low' } } } } },
    /unknown category "weather"/,
  ],
  ['a video that is not there', { video: 's3://b/videos/other.mp4' }, /no video/],
  ['no JSON', '{"video": ', /JSON/],
  ['an array', [], /the body: /],
] as const)
  test(`${what} is refused as a problem`, async (t) => {
    const { call, started } = await openApi();
    const { status, json, headers } = await call('POST', '/v1/analyses', body);
    t.true(status === 400 || status === 404);
    t.is(headers.get('content-type'), 'application/problem+json');
    t.like(json, { status, type: 'about:blank' });
    t.regex(json.detail, detail);
    t.deepEqual(started, []);
  });

test('a policy by name and one of its own are kept, and each is an analysis of its own', async (t) => {
  const { call, store } = await openApi();
  const start = async (policy?: unknown) => {
    const { status, json } = await call('POST', '/v1/analyses', { video: VIDEO, options: { policy } });
    t.is(status, 202);
    const request = JSON.parse(Buffer.from(await store.get(keysOf(json.id).request)).toString());
    return { id: json.id, policy: request.options.policy };
  };
  const standard = await start();
  const strict = await start('strict');
  const own = await start({ name: 'house', categories: { adult: { unsafeFrom: 'low' } } });
  t.is(new Set([standard.id, strict.id, own.id]).size, 3);
  t.is((await start('standard')).id, standard.id);
  t.like(strict.policy, { name: 'strict', default: { reviewFrom: 'low', unsafeFrom: 'medium' } });
  t.is(own.policy.name, 'house');
  t.deepEqual(Object.values(own.policy.categories), [{ reviewFrom: 'low', unsafeFrom: 'low' }]);
});

test('a body of another type is refused', async (t) => {
  const { context } = createFakeCloud();
  const response = await createApi(context).request('/v1/analyses', { method: 'POST', body: 'video=x' });
  t.is(response.status, 415);
  t.regex(((await response.json()) as { detail: string }).detail, /content-type: application\/json/);
});

test('what there is not is told, also where nothing is', async (t) => {
  const { call, context } = await openApi();
  t.is((await call('GET', `/v1/analyses/${'0'.repeat(32)}`)).status, 404);
  t.is((await call('DELETE', `/v1/analyses/${'0'.repeat(32)}`)).status, 404);
  t.is((await call('GET', '/v1/analyses/film')).status, 400);
  const nowhere = await createApi(context).request('/v2');
  t.is(nowhere.status, 404);
  t.is(nowhere.headers.get('content-type'), 'application/problem+json');
});

test('an error that nobody threw on purpose is logged, not told', async (t) => {
  const { context, logged } = createFakeCloud();
  const app = createApi({
    ...context,
    store: {
      ...context.store,
      get: async () => {
        throw new Error('the password is 1234');
      },
    },
  });
  const response = await app.request(`/v1/analyses/${'0'.repeat(32)}`);
  t.is(response.status, 500);
  t.notRegex(await response.text(), /1234/);
  t.is(logged.length, 1);
});

/** An upload of 250 bytes in three parts, and the place where they come to lie. */
async function openUpload(announced: Buffer, sent: Buffer) {
  const { request, key, address } = await uploadOf(announced, 'a film.mp4');
  const api = await openApi({ [address]: sent });
  return { ...api, address, key, begin: () => api.call('POST', '/v1/uploads', request) };
}

test('a video is uploaded once', async (t) => {
  const bytes = videoBytes(1, 250 - 12);
  const { call, begin, completed, store, key, address } = await openUpload(bytes, bytes);
  const opened = await begin();
  t.is(opened.status, 201);
  t.is(opened.json.key, key);
  t.is(opened.json.partUrls.length, 3);
  const { uploadId } = opened.json;
  t.deepEqual((await call('POST', '/v1/uploads/complete', { key, uploadId, etags: ['"1"', '"2"', '"3"'] })).json, {
    video: address,
  });
  t.deepEqual(completed, [key]);
  await store.put(key, bytes);
  t.like((await begin()).json, { uploadId: null, partUrls: [], video: address });
  t.is((await call('POST', '/v1/uploads/abort', { key, uploadId })).status, 204);
});

test('what is uploaded as another video is refused, and never passes for that one', async (t) => {
  const { call, begin, store, key } = await openUpload(videoBytes(1, 250 - 12), videoBytes(2, 250 - 12));
  const { uploadId } = (await begin()).json;
  const completed = await call('POST', '/v1/uploads/complete', { key, uploadId, etags: ['"1"', '"2"', '"3"'] });
  t.is(completed.status, 409);
  t.regex(completed.json.detail, /does not hold the video that it was uploaded as/);
  await store.put(key, videoBytes(2, 250 - 12));
  t.is((await begin()).status, 409);
  t.is((await call('POST', '/v1/analyses', { video: `s3://b/${key}` })).status, 409);
});

for (const [what, path, body] of [
  ['a name with a slash', '/v1/uploads', { name: '../x', sizeBytes: 1, fingerprint: 'f'.repeat(64) }],
  ['an empty file', '/v1/uploads', { name: 'x', sizeBytes: 0, fingerprint: 'f'.repeat(64) }],
  [
    'a key that is not an upload',
    '/v1/uploads/complete',
    { key: 'analyses/x/report.json', uploadId: 'u', etags: ['"1"'] },
  ],
  ['a key that is not an upload, to abort', '/v1/uploads/abort', { key: 'videos/x', uploadId: 'u' }],
] as const)
  test(`uploads: ${what} is refused`, async (t) => {
    const { call } = await openApi();
    t.is((await call('POST', path, body)).status, 400);
  });
