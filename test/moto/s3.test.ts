import { CreateBucketCommand } from '@aws-sdk/client-s3';
import test from 'ava';
import { createS3Client } from '../../src/adapters/aws/storage-client.ts';
import { testS3Adapter } from '../contract/s3.ts';
import { startMoto } from './moto.ts';

const moto = await startMoto();
// With an address for an endpoint, the client puts the bucket into the path.
const client = createS3Client({ AWS_ENDPOINT_URL_S3: moto.client.endpoint }, moto.client);
let buckets = 0;
test.after.always(() => moto.stop());

testS3Adapter(test, 'moto', async () => {
  const bucket = `bucket-${++buckets}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return { client, bucket };
});
