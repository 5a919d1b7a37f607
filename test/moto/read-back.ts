import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetBucketEncryptionCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';

export const STEPS = ['plan', 'analyzeChunk', 'assemble', 'fail', 'onUpload', 'api'] as const;

type ClientOptions = ConstructorParameters<typeof S3Client>[0];

/** Everything of the deployed stack that an update might change, as AWS's services tell it. */
export async function readStack(options: ClientOptions & object) {
  const bucket = { Bucket: 'reelsight-moto-123456789012-us-east-1' };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const lambda = new LambdaClient(options as object);
  const iam = new IAMClient(options as object);
  const cloudFormation = new CloudFormationClient(options as object);
  const { StackResourceSummaries: resources = [] } = await cloudFormation.send(
    new ListStackResourcesCommand({ StackName: 'reelsight-moto' }),
  );
  const roles = resources.filter(({ ResourceType }) => ResourceType === 'AWS::IAM::Role');
  const functions = await Promise.all(
    STEPS.map(async (step) => {
      const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: `reelsight-moto-${step}` }));
      const { Runtime, Handler, MemorySize, Timeout, Architectures, Layers = [], Environment, Role } = Configuration!;
      return {
        ...{ step, Runtime, Handler, MemorySize, Timeout, Architectures },
        environment: Environment!.Variables!,
        layers: Layers.map(({ Arn }) => Arn!.split(':').at(-2)!),
        role: Role!.split('/').at(-1)!.split('-').at(-2)!,
      };
    }),
  );
  const policies = await Promise.all(
    roles.map(async ({ LogicalResourceId, PhysicalResourceId: RoleName }) => {
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      const documents = await Promise.all(
        PolicyNames.map(async (PolicyName) => {
          const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
          // moto keeps what a template gives it as Python writes it.
          const text = decodeURIComponent(PolicyDocument!).replaceAll("'", '"');
          return JSON.parse(text) as { Statement: Record<string, unknown>[] };
        }),
      );
      return [LogicalResourceId!, documents.flatMap(({ Statement }) => Statement)] as const;
    }),
  );
  const machine = await new SFNClient(options as object).send(
    new DescribeStateMachineCommand({
      stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:reelsight-moto',
    }),
  );
  return {
    functions,
    policies: Object.fromEntries(policies.sort(([a], [b]) => (a < b ? -1 : 1))),
    machine: { name: machine.name, roleArn: machine.roleArn, definition: JSON.parse(machine.definition!) },
    encryption: (await s3.send(new GetBucketEncryptionCommand(bucket))).ServerSideEncryptionConfiguration,
  };
}
