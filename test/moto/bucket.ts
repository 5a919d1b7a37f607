import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { resolveText } from '../../tools/local-aws/template.ts';
import { ROOT } from '../packaged/package-service.ts';

interface LifecycleProperty {
  readonly Id: string;
  readonly Status: 'Enabled';
  readonly Prefix?: string;
  readonly TagFilters?: { Key: string; Value: string }[];
  readonly ExpirationInDays?: number;
  readonly AbortIncompleteMultipartUpload?: { DaysAfterInitiation: number };
}

/** A rule as CloudFormation hands it to S3. */
const toRule = ({ Id, Prefix = '', TagFilters, ExpirationInDays, ...rest }: LifecycleProperty): LifecycleRule => ({
  ...rest,
  ID: Id,
  Filter: TagFilters ? { And: { Prefix, Tags: TagFilters } } : { Prefix },
  ...(ExpirationInDays && { Expiration: { Days: ExpirationInDays } }),
});

/**
 * moto's CloudFormation makes buckets without their policy, lifecycle and access block. They are put here as CloudFormation
 * puts them, from the template that was just deployed, and read back: S3 must take them, and mean what they say.
 */
export async function putBucketProperties(client: S3Client, Bucket: string) {
  const path = join(ROOT, '.serverless/cloudformation-template-update-stack.json');
  const { Resources } = JSON.parse(readFileSync(path, 'utf8'));
  const { PublicAccessBlockConfiguration, LifecycleConfiguration } = Resources.Bucket.Properties;
  const { PolicyDocument } = Resources.BucketPolicy.Properties;
  const names = { region: 'us-east-1', bucket: Bucket };
  const Statement = PolicyDocument.Statement.map((statement: { Resource: unknown[] }) => ({
    ...statement,
    Resource: statement.Resource.map((resource) => resolveText(resource, names)),
  }));
  const Rules = (LifecycleConfiguration.Rules as LifecycleProperty[]).map(toRule);
  const Policy = JSON.stringify({ ...PolicyDocument, Statement });
  await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  const [policy, lifecycle, access] = [
    await client.send(new GetBucketPolicyCommand({ Bucket })),
    await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
    await client.send(new GetPublicAccessBlockCommand({ Bucket })),
  ];
  return {
    policy: JSON.parse(policy.Policy!) as { Statement: Record<string, unknown>[] },
    rules: lifecycle.Rules!,
    access: access.PublicAccessBlockConfiguration!,
  };
}
