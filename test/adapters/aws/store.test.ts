import test from 'ava';
import { createS3Client } from '../../../src/adapters/aws/storage-client.ts';
import { createS3Store } from '../../../src/adapters/aws/store.ts';
import { ReelsightError } from '../../../src/core/index.ts';
import { testS3Adapter } from '../../contract/s3.ts';
import { startObjectStore } from '../../helpers/object-store-server.ts';

const store = await startObjectStore();
let now = Date.now();
let failures = 0;
const shaky = await startObjectStore({
  now: () => now,
  intercept: ({ key }) => {
    if (key === 'denied') return { status: 403, code: 'AccessDenied' };
    if (key === 'busy' && failures++ < 2) return { status: 503, code: 'SlowDown' };
    return undefined;
  },
});
test.after.always(() => Promise.all([store.close(), shaky.close()]));

testS3Adapter(test, 'loopback S3', store.open);

test('what is busy for a moment is asked again', async (t) => {
  const s3 = createS3Store(await shaky.open());
  await s3.put('busy', Uint8Array.of(1));
  t.is(failures, 3);
});

test('what is denied is told with the permission that lacks', async (t) => {
  const s3 = createS3Store(await shaky.open());
  const error = await t.throwsAsync(s3.get('denied'), { instanceOf: ReelsightError, message: /s3:GetObject/ });
  t.like(error, { kind: 'denied', retryable: false });
});

test.serial('a link ends after a quarter of an hour', async (t) => {
  const s3 = createS3Store(await shaky.open());
  await s3.put('k.json', Buffer.from('{}'));
  const link = await s3.link('k.json');
  now = Date.now() + 14 * 60_000;
  t.is((await fetch(link)).status, 200);
  now = Date.now() + 16 * 60_000;
  const answer = await fetch(link);
  t.is(answer.status, 403);
  t.regex(await answer.text(), /<Code>AccessDenied<\/Code><Message>Request has expired/);
});

test('an endpoint of the environment has the bucket in the path', (t) => {
  const isPathStyle = (environment: Record<string, string>) =>
    createS3Client(environment, { region: 'eu-central-1' }).config.forcePathStyle;
  t.false(isPathStyle({}));
  t.true(isPathStyle({ AWS_ENDPOINT_URL_S3: 'http://localhost:1' }));
  t.true(isPathStyle({ AWS_ENDPOINT_URL: 'http://localhost:1' }));
});

test('measurements are marked so that the bucket lets them go; reports and costs are not', async (t) => {
  const { client, bucket } = await store.open();
  const marked: string[] = [];
  client.middlewareStack.add(
    (next) => (args) => {
      const { Key, Tagging } = args.input as { Key?: string; Tagging?: string };
      if (Key && Tagging === 'reelsight=intermediate') marked.push(Key);
      return next(args);
    },
    { step: 'initialize' },
  );
  const s3 = createS3Store({ client, bucket });
  const measurements = ['00000.json', '00000.signals', '00000-0000.samples', '00000.audio', '00000.failure.json'];
  for (const name of [...measurements, '00000.usage-1.json'])
    await s3.put(`analyses/a/chunks/${name}`, Uint8Array.of(1));
  for (const name of ['plan.json', 'report.json', 'thumbnails/frame-0000000.jpg', 'usage/plan-1.json'])
    await s3.put(`analyses/a/${name}`, Uint8Array.of(1));
  t.deepEqual(
    marked,
    measurements.map((name) => `analyses/a/chunks/${name}`),
  );
});
