import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { makeFolder, testFfmpeg, writeClip } from '../helpers/clips.ts';
import { startObjectStore } from '../helpers/object-store-server.ts';
import { startEngineStub } from './engine-stub.ts';
import { openLambda } from './lambda.ts';

/** The packed functions with a bucket, which holds one clip, and an engine that only takes orders. */
export async function openStack(packages: string) {
  const lambda = await openLambda(packages);
  const store = await startObjectStore();
  const engine = await startEngineStub();
  const { client, bucket } = await store.open();
  const folder = await makeFolder();
  const clip = await writeClip(await testFfmpeg(), join(folder.path, 'clip.mp4'), {
    parts: [
      ['testsrc2', 5],
      ['mandelbrot', 5],
    ],
    size: '640x360',
    outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'],
  });
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'videos/clip.mp4', Body: await readFile(clip) }));
  return {
    client,
    bucket,
    engine,
    functions: lambda.functions,
    environment: {
      REELSIGHT_BUCKET: bucket,
      REELSIGHT_CHUNK_SECONDS: '5',
      REELSIGHT_STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:reelsight-test',
      AWS_ENDPOINT_URL_S3: store.url,
      AWS_ENDPOINT_URL_SFN: engine.url,
      // Nobody there: the account does not tell its limits.
      AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:9',
    },
    start: lambda.start,
    async close() {
      await lambda.remove();
      engine.close();
      await store.close();
      await folder.remove();
    },
  };
}

/** What S3 sends when an object was put. */
export const uploadEvent = (bucket: string, key: string) => ({
  Records: [
    {
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      awsRegion: 'us-east-1',
      s3: { bucket: { name: bucket }, object: { key, size: 1, eTag: '0' } },
    },
  ],
});

/** What API Gateway sends for a GET. */
export const httpEvent = (path: string) => ({
  version: '2.0',
  routeKey: `GET ${path}`,
  rawPath: path,
  rawQueryString: '',
  headers: { host: 'api.example.com' },
  requestContext: {
    accountId: '123456789012',
    domainName: 'api.example.com',
    http: { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    requestId: 'r',
    stage: '$default',
    timeEpoch: 0,
  },
  isBase64Encoded: false,
});
