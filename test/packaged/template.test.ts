import { createRequire } from 'node:module';
import test from 'ava';
import { packageChanged, packageService, readTemplate, type Template } from './package-service.ts';
import { findCircle, listReferences } from './references.ts';
import { hasAttribute, lintTemplate } from './specification.ts';

// The package has no types.
const validate = createRequire(import.meta.url)('asl-validator') as (
  definition: unknown,
  options: { checkPaths: boolean; checkArn: boolean },
) => { isValid: boolean; errors: unknown };

const folder = await packageService('x86_64', { architecture: 'x86_64' });
const template = await readTemplate(folder);
const propertiesOf = (id: string, { Resources }: Template = template) =>
  // biome-ignore lint/suspicious/noExplicitAny: templates are looked into by path
  Resources[id]!.Properties as any;

test('every resource is what the specification of AWS says', (t) => {
  t.true(Object.keys(template.Resources).length > 40);
  t.deepEqual(lintTemplate(template), []);
});

test('the lint sees what is wrong', (t) => {
  const faults = lintTemplate({
    Outputs: {},
    Resources: {
      A: { Type: 'AWS::S3::Buckets' },
      B: { Type: 'AWS::S3::Bucket', Properties: { BucketNames: 'x' } },
      C: { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: { S3Bucket: 'b' } } },
      D: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 'soon' } },
    },
  });
  t.deepEqual(faults, [
    'A: there is no type AWS::S3::Buckets',
    'B.BucketNames is not known',
    'C.Content.S3Key is missing',
    'D.DelaySeconds: "soon" is not of type integer',
  ]);
});

test('references lead to what is there, and never in a circle', (t) => {
  const references = listReferences(template);
  t.true(references.length > 60);
  for (const { from, to, attribute } of references) {
    t.true(to in template.Resources, `${from} -> ${to}`);
    if (attribute) t.true(hasAttribute(template.Resources[to]!.Type, attribute), `${from} -> ${to}.${attribute}`);
  }
  t.is(findCircle(references), null);
});

test('the bucket is private, encrypted, and speaks TLS alone', (t) => {
  const bucket = propertiesOf('Bucket');
  t.deepEqual(bucket.PublicAccessBlockConfiguration, {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  t.deepEqual(bucket.OwnershipControls, { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
  t.is(
    bucket.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm,
    'AES256',
  );
  t.is(bucket.CorsConfiguration, undefined);
  const [statement, ...more] = propertiesOf('BucketPolicy').PolicyDocument.Statement;
  t.deepEqual(more, []);
  t.like(statement, { Effect: 'Deny', Principal: '*', Action: 's3:*' });
  t.deepEqual(statement.Condition, { Bool: { 'aws:SecureTransport': 'false' } });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills it in
  t.deepEqual(statement.Resource, [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '${Bucket.Arn}/*' }]);
});

test('what is needed for a while alone expires: measurements by their tag, uploads by their folder', (t) => {
  t.deepEqual(propertiesOf('Bucket').LifecycleConfiguration.Rules, [
    {
      Id: 'measurements',
      Status: 'Enabled',
      Prefix: 'analyses/',
      TagFilters: [{ Key: 'reelsight', Value: 'intermediate' }],
      ExpirationInDays: 7,
    },
    { Id: 'uploads', Status: 'Enabled', Prefix: 'uploads/', ExpirationInDays: 7 },
    { Id: 'idempotency-keys', Status: 'Enabled', Prefix: 'idempotency/', ExpirationInDays: 30 },
    { Id: 'broken-uploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } },
  ]);
});

test('new videos alone call the function that watches them, and what fails is kept', (t) => {
  const [notification, ...more] = propertiesOf('Bucket').NotificationConfiguration.LambdaConfigurations;
  t.deepEqual(more, []);
  t.is(notification.Event, 's3:ObjectCreated:*');
  t.deepEqual(notification.Filter.S3Key.Rules, [{ Name: 'prefix', Value: 'videos/' }]);
  t.deepEqual(propertiesOf('OnUploadBucketPermission').SourceAccount, { Ref: 'AWS::AccountId' });
  const asynchronous = Object.values(template.Resources).filter(
    ({ Type }) => Type === 'AWS::Lambda::EventInvokeConfig',
  );
  t.is(asynchronous.length, 1);
  t.like(asynchronous[0]!.Properties, {
    FunctionName: { Ref: 'OnUploadLambdaFunction' },
    MaximumRetryAttempts: 2,
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['UploadFailures', 'Arn'] } } },
  });
});

test('every route asks for a signed request of an IAM identity', (t) => {
  const routes = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route');
  t.is(routes.length, 14);
  for (const { Properties } of routes)
    t.is(Properties!['AuthorizationType'], 'AWS_IAM', String(Properties!['RouteKey']));
  t.false(routes.some(({ Properties }) => String(Properties!['RouteKey']).includes('$default')));
});

test('logs are kept for a while, and functions and machine are traced', (t) => {
  const logs = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Logs::LogGroup');
  t.is(logs.length, 8);
  for (const { Properties } of logs) t.is(Properties!['RetentionInDays'], 30);
  for (const { Type, Properties } of Object.values(template.Resources))
    if (Type === 'AWS::Lambda::Function') t.deepEqual(Properties!['TracingConfig'], { Mode: 'Active' });
  const machine = propertiesOf('AnalysisStateMachine');
  t.deepEqual(machine.TracingConfiguration, { Enabled: true });
  t.is(machine.LoggingConfiguration.Level, 'ERROR');
});

test('the machine is a valid one, under its name, and calls the four steps', (t) => {
  const machine = propertiesOf('AnalysisStateMachine');
  t.is(machine.StateMachineName, 'reelsight-test');
  const [text, variables] = machine.DefinitionString['Fn::Sub'] as [string, Record<string, unknown>];
  const definition = JSON.parse(text);
  const called = Object.values(variables).flatMap(
    (value) => (value as { 'Fn::GetAtt'?: string[] })['Fn::GetAtt']?.[0] ?? [],
  );
  t.deepEqual(called.sort(), [
    'AnalyzeChunkLambdaFunction',
    'AssembleLambdaFunction',
    'FailLambdaFunction',
    'PlanLambdaFunction',
  ]);
  t.is(definition.States.Measure.ItemProcessor.ProcessorConfig.Mode, 'DISTRIBUTED');
  const result = validate(definition, { checkPaths: true, checkArn: false });
  t.true(result.isValid, JSON.stringify(result.errors));
});

test('another architecture changes functions and layers, and nothing else', async (t) => {
  const other = await readTemplate(await packageService('arm64', { architecture: 'arm64' }));
  for (const [architecture, one] of [
    ['x86_64', template],
    ['arm64', other],
  ] as const)
    for (const { Type, Properties } of Object.values(one.Resources)) {
      if (Type === 'AWS::Lambda::Function') t.deepEqual(Properties!['Architectures'], [architecture]);
      if (Type === 'AWS::Lambda::LayerVersion') t.deepEqual(Properties!['CompatibleArchitectures'], [architecture]);
    }
  const neutral = (one: Template) =>
    JSON.parse(
      JSON.stringify(one)
        .replaceAll('arm64', 'x86_64')
        .replaceAll(/\d{13}-[\dT:.Z-]+\//g, ''),
    ).Resources;
  t.deepEqual(neutral(other), neutral(template));
});

test('parameters reach the template', async (t) => {
  const changed = await readTemplate(await packageChanged());
  const worker = propertiesOf('AnalyzeChunkLambdaFunction', changed);
  t.is(worker.MemorySize, 3008);
  t.is(worker.ReservedConcurrentExecutions, 600);
  t.like(worker.Environment.Variables, { REELSIGHT_CHUNK_SECONDS: '45', REELSIGHT_VIDEO_BUCKETS: 'studio-a,studio-b' });
  t.is(propertiesOf('PlanLambdaFunction', changed).Environment.Variables.REELSIGHT_MAX_CONCURRENCY, '500');
  t.is(propertiesOf('AnalysisLogs', changed).RetentionInDays, 7);
  const [measurements, uploads] = propertiesOf('Bucket', changed).LifecycleConfiguration.Rules;
  t.deepEqual([measurements.ExpirationInDays, uploads.ExpirationInDays], [3, 1]);
  t.deepEqual(propertiesOf('AlarmTopic', changed).Subscription, [{ Protocol: 'email', Endpoint: 'ops@example.com' }]);
  t.deepEqual(lintTemplate(changed), []);
});

test('parameters that cannot be are refused, with what to do', async (t) => {
  const error = await t.throwsAsync(packageService('wrong', { workerMemory: 'much', videoBuckets: 's3://studio' }));
  const output = `${(error as unknown as { stdout: string }).stdout}${(error as unknown as { stderr: string }).stderr}`;
  t.regex(output, /workerMemory: .*received "much"; videoBuckets: names of buckets, without s3:\/\//);
});
