/**
 * Tries Reelsight on a real AWS account, and cleans up: deploys a stage of its own, has a clip analysed through the API
 * and through an upload, holds the reports against this machine's, and removes everything. Costs a few cents.
 *
 *   npm run smoke:aws -- [--region eu-central-1] [--keep]
 *
 * Needs credentials that may deploy (AWS_PROFILE or the usual variables).
 */
import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DeleteObjectsCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Deployed } from './smoke/cloud.ts';
import { refuse } from './smoke/commands.ts';
import { smokeTest } from './smoke/smoke-test.ts';

const { values } = parseArgs({
  options: { region: { type: 'string', default: 'us-east-1' }, keep: { type: 'boolean', default: false } },
});
const { region, keep } = values;
const s3 = new S3Client({ region });

async function find(stage: string): Promise<Deployed> {
  const client = new CloudFormationClient({ region });
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: `reelsight-${stage}` }));
  const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const [endpoint, bucket] = [outputs.get('HttpApiUrl'), outputs.get('BucketName')];
  if (!endpoint || !bucket) throw new Error(`The stack reelsight-${stage} does not output its endpoint and bucket.`);
  return { endpoint, bucket };
}

const isError = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

async function emptyBucket(name: string): Promise<void> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: name })) {
    if (Contents.length === 0) continue;
    const Objects = Contents.map(({ Key }) => ({ Key: Key! }));
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: name, Delete: { Objects } }));
    if (Errors[0]) throw new Error(`${Errors.length} objects were not deleted: ${Errors[0].Code} ${Errors[0].Key}`);
  }
}

await fromNodeProviderChain({ clientConfig: { region } })().catch((cause: Error) =>
  refuse(
    `There are no AWS credentials. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. (${cause.message})`,
  ),
);
await smokeTest(
  {
    config: 'serverless.aws.yml',
    region,
    environment: { AWS_REGION: region },
    scheme: 's3://',
    find,
    async put(bucket, key, bytes) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
    },
    async has(bucket, key) {
      try {
        await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return true;
      } catch (error) {
        if (isError(error, 'NotFound')) return false;
        throw error;
      }
    },
    /** Functions may still write, which keeps the bucket, and with it the stack, from going: then it is tried again. */
    async remove(_stage, bucket, sls) {
      if (bucket)
        await emptyBucket(bucket).catch((error: unknown) => {
          if (!isError(error, 'NoSuchBucket')) throw error;
        });
      await sls('remove');
    },
    removalByHand: (_stage, bucket) => ({
      before: bucket ? [`aws s3 rm s3://${bucket} --recursive --region ${region}`] : [],
      after: [],
    }),
  },
  { keep },
);
