import test, { type ExecutionContext } from 'ava';
import { createServiceClient } from '../../../../src/adapters/local/service/client.ts';
import { parseEndpoint } from '../../../../src/adapters/local/signing/endpoint.ts';
import { ReelsightError } from '../../../../src/core/index.ts';
import {
  EXPIRED_TOKEN,
  FAKE_ID,
  type FakeServiceOptions,
  reportText,
  startFakeService,
} from '../../../helpers/fake-service.ts';
import { createSampleReport } from '../../../helpers/sample-report.ts';

const report = createSampleReport({ shotCount: 3 });
const SECRET = { authorization: 'secret', 'x-amz-security-token': 'secret too' };

async function openFake(t: ExecutionContext, options: Partial<FakeServiceOptions> = {}, timeoutMs = 300_000) {
  const service = await startFakeService({ report, ...options });
  t.teardown(service.close);
  const client = createServiceClient({
    endpoint: parseEndpoint(service.endpoint),
    authorizer: { authorize: async () => SECRET, advice: 'Ask for permission.' },
    signal: new AbortController().signal,
    timeoutMs,
    retryPauseMs: 1,
  });
  return { service, client };
}

const failing = (
  times: number,
  status: number,
  { body = '{"message":"busy"}', headers = {} }: { body?: string; headers?: Record<string, string> } = {},
): NonNullable<FakeServiceOptions['intercept']> => {
  let left = times;
  return (_, response) => left-- > 0 && Boolean(response.writeHead(status, headers).end(body));
};

test('large answers are followed to the store, which sees none of our headers', async (t) => {
  const { service, client } = await openFake(t);
  t.is(Buffer.from(await client.download(FAKE_ID, 'report.json')).toString(), reportText(report));
  t.like(service.seen[0]!.headers, SECRET);
  t.is(service.seenByStore.length, 1);
  for (const name of Object.keys(SECRET)) t.false(name in service.seenByStore[0]!.headers, name);
});

test('a link that ran out is asked for again, a store that is busy too', async (t) => {
  for (const [status, body] of [
    [403, ''],
    [400, EXPIRED_TOKEN],
    [503, ''],
  ] as const) {
    const { service, client } = await openFake(t, { interceptStore: failing(2, status, { body }) });
    t.is(Buffer.from(await client.download(FAKE_ID, 'report.json')).toString(), reportText(report));
    t.is(service.seen.length, 3);
  }
});

test('a store that does not understand the link is not asked again', async (t) => {
  const body = '<Error><Code>InvalidArgument</Code><Message>ExpiredToken</Message></Error>';
  const { service, client } = await openFake(t, { interceptStore: failing(2, 400, { body }) });
  await t.throwsAsync(client.download(FAKE_ID, 'report.json'), { instanceOf: ReelsightError, message: /with 400/ });
  t.is(service.seen.length, 1);
});

test('a service that says when to come back is not asked before', async (t) => {
  // Timers may be early by a millisecond or two.
  const EARLY_MS = 5;
  const answers: ((nowMs: number) => { value: string; earliestMs: number })[] = [
    (nowMs) => ({ value: '1', earliestMs: nowMs + 1000 }),
    // In whole seconds.
    (nowMs) => {
      const value = new Date(nowMs + 2000).toUTCString();
      return { value, earliestMs: Date.parse(value) };
    },
    (nowMs) => ({ value: 'soon', earliestMs: nowMs }),
  ];
  await Promise.all(
    answers.map(async (answer) => {
      let told: ReturnType<typeof answer> | null = null;
      let askedAgainMs = 0;
      const { client } = await openFake(t, {
        intercept(_, response) {
          if (told) askedAgainMs = Date.now();
          if (told) return false;
          told = answer(Date.now());
          return Boolean(response.writeHead(429, { 'retry-after': told.value }).end('{"message":"busy"}'));
        },
      });
      t.is((await client.find(FAKE_ID)).id, FAKE_ID);
      const { value, earliestMs } = told!;
      t.true(askedAgainMs >= earliestMs - EARLY_MS, value);
    }),
  );
});

test('what may pass is tried again, what will not is told at once', async (t) => {
  for (const [status, requests] of [
    [500, 3],
    [429, 3],
    [403, 1],
    [400, 1],
    [301, 1],
  ] as const) {
    const { service, client } = await openFake(t, { intercept: failing(2, status) });
    const outcome = client.find(FAKE_ID);
    if (requests === 3) t.is((await outcome).id, FAKE_ID);
    else await t.throwsAsync(outcome, { instanceOf: ReelsightError, message: new RegExp(`${status} \\(busy\\)`) });
    t.is(service.seen.length, requests);
  }
});

test('a broken connection and a silent service are tried again', async (t) => {
  const [shortMs, longMs] = [3_000, 300_000];
  const wrongs: [wrong: NonNullable<FakeServiceOptions['intercept']>, patienceMs: number][] = [
    [(request) => Boolean(request.socket.destroy()), longMs],
    [() => true, shortMs],
    [(_, response) => response.writeHead(200, { 'content-length': 100 }).write('{'), shortMs],
  ];
  await Promise.all(
    wrongs.map(async ([wrong, patienceMs]) => {
      let times = 0;
      const { client } = await openFake(
        t,
        { intercept: (request, response) => times++ < 1 && wrong(request, response) },
        patienceMs,
      );
      t.is((await client.find(FAKE_ID)).id, FAKE_ID);
      // More where this machine is slower than the short one.
      if (patienceMs === longMs) t.is(times, 2);
      else t.true(times >= 2);
    }),
  );
});

test("the service's own words are the message, its kind the kind", async (t) => {
  const { client } = await openFake(t);
  const error = await t.throwsAsync(client.find('f'.repeat(32)), { instanceOf: ReelsightError });
  t.is(error.kind, 'not-found');
  t.is(error.message, `There is no analysis ${'f'.repeat(32)}.`);
});

for (const [status, body, kind] of [
  [403, { message: 'Forbidden' }, 'denied'],
  [409, { message: 'Conflict' }, 'conflict'],
  [409, { kind: 'conflict', detail: 'It is measuring.' }, 'conflict'],
  [409, { kind: 'cancelled', detail: 'Of a service that says more than it should.' }, 'internal'],
] as const)
  test(`an answer of ${status} with ${JSON.stringify(body)} is of kind ${kind}`, async (t) => {
    const { client } = await openFake(t, {
      intercept: (_, response) => Boolean(response.writeHead(status).end(JSON.stringify(body))),
    });
    const error = await t.throwsAsync(client.find(FAKE_ID), { instanceOf: ReelsightError });
    t.like(error, { kind, retryable: false });
  });

test('answers that are not answers of the service are refused', async (t) => {
  for (const [body, message] of [
    ['<html>', /not JSON.*Check that the endpoint/],
    ['{"id":7}', /not understood \(id: /],
  ] as const) {
    const { client } = await openFake(t, { intercept: (_, response) => Boolean(response.end(body)) });
    await t.throwsAsync(client.find(FAKE_ID), { instanceOf: ReelsightError, message });
  }
});

test('the endpoint is checked', (t) => {
  t.is(parseEndpoint('https://example.com/dev/?a=1#b').href, 'https://example.com/dev');
  for (const wrong of [undefined, '', 'example.com', 'ftp://example.com', 'https://me:secret@example.com']) {
    const error = t.throws(() => parseEndpoint(wrong), { instanceOf: ReelsightError });
    t.is(error.kind, 'input');
    t.notRegex(error.message, /secret/);
  }
});
