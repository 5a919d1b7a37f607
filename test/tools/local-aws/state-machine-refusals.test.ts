import { createRequire } from 'node:module';
import test from 'ava';
import { ReelsightError } from '../../../src/core/index.ts';
import { loadStateMachine } from '../../../tools/local-aws/state-machine/index.ts';
import { load, machineOf, map, readDefinition, task } from './machines.ts';

const SUCCEED = { Type: 'Succeed' };
const choice = (rule: object, others: object = { Default: 'B' }) =>
  machineOf({ A: { Type: 'Choice', Choices: [rule], ...others }, B: SUCCEED });
const rule = { Variable: '$.x', StringEquals: 'y', Next: 'B' };
const reader = (fields: object) => machineOf({ M: map({ ItemReader: { ...map().ItemReader, ...fields }, End: true }) });
const child = (fields: object) =>
  machineOf({ M: map({ ItemProcessor: { ...map().ItemProcessor, ...fields }, End: true }) });
const retry = (fields: object) => machineOf({ T: task({ Retry: [{ ErrorEquals: ['A'], ...fields }], End: true }) });
const withCatch = (fields: object, next = 'B') =>
  machineOf({
    T: task({ Catch: [{ ErrorEquals: ['A'], ResultPath: '$.e', Next: next, ...fields }], End: true }),
    B: SUCCEED,
  });
const t = (fields: object) => machineOf({ T: task({ ...fields, End: true }) });

/** What the message must name: where, and what. */
const refused: readonly [definition: unknown, ...named: string[]][] = [
  ['text', 'the definition', '"text"'],
  [machineOf({ T: task() }, { Version: '1.0' }), 'the definition', 'field Version'],
  [machineOf({ T: task() }, { QueryLanguage: 'JSONata' }), 'field QueryLanguage'],
  [machineOf({ T: task() }, { TimeoutSeconds: 0 }), 'TimeoutSeconds', 'from 1'],
  [machineOf({ T: task() }, { TimeoutSeconds: 99_999_999 }), 'TimeoutSeconds', 'from 1'],
  [{ StartAt: 'X', States: { T: task() } }, 'States.StartAt', 'no state X'],
  [{ States: { T: task() } }, 'field StartAt is missing'],
  [machineOf({ P: { Type: 'Pass', End: true } }), 'States.P', '"Pass"', 'Task, Choice, Map, Fail, Succeed'],
  [machineOf({ W: { Type: 'Wait', Seconds: 1, End: true } }), 'States.W', '"Wait"'],
  [machineOf({ P: { Type: 'Parallel', Branches: [], End: true } }), 'States.P', '"Parallel"'],
  [machineOf({ N: {} }), 'States.N', 'undefined'],
  [machineOf({ ['n'.repeat(81)]: SUCCEED }), 'a long name'],
  [machineOf({ T: task({ Next: 'Gone' }) }), 'States.T', 'no state Gone'],
  [machineOf({ T: task({}) }), 'States.T', 'Next and End'],
  [t({ Next: 'T' }), 'States.T', 'Next and End'],
  [machineOf({ T: task({ End: false }) }), 'States.T.End', 'false'],
  [machineOf({ A: SUCCEED, B: SUCCEED }), 'States.B', 'nothing leads to'],
  ...['InputPath', 'ResultSelector', 'HeartbeatSeconds', 'TimeoutSecondsPath', 'Comment', 'Assign', 'Credentials'].map(
    (name): [unknown, ...string[]] => [t({ [name]: '$' }), 'States.T', `field ${name}`],
  ),
  [t({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }), 'States.T.Resource', 'lambda:invoke"'],
  [t({ Resource: 'arn:aws:states:::sqs:sendMessage' }), 'States.T.Resource', 'sqs'],
  [t({ Resource: 'arn:aws:lambda:eu-west-1:1:function:f' }), 'States.T.Resource'],
  [t({ Parameters: { FunctionName: 'F', Payload: {} } }), 'States.T.Parameters', 'field Payload'],
  [t({ Parameters: { 'FunctionName.$': '$.f', 'Payload.$': '$' } }), 'States.T.Parameters', 'field FunctionName.$'],
  ...['$$.Execution.Name', '$.a[0]', '$..a', '$.a[*]', "$['a']", 'a', '$.', "States.Format('{}', $.a)", '{% $a %}'].map(
    (path): [unknown, ...string[]] => [
      t({ Parameters: { FunctionName: 'F', 'Payload.$': path } }),
      'States.T.Parameters.Payload.$',
      path,
      'dotted names',
    ],
  ),
  [t({ OutputPath: '$.a[0]' }), 'States.T.OutputPath'],
  [t({ ResultPath: 7 }), 'States.T.ResultPath', '7'],
  [t({ TimeoutSeconds: 1.5 }), 'States.T.TimeoutSeconds', '1.5'],
  [t({ Parameters: { FunctionName: { 'Fn::Sub': 'x' }, 'Payload.$': '$' } }), 'FunctionName', 'Fn::Sub', 'Fn::GetAtt'],
  [t({ Parameters: { FunctionName: { 'Fn::GetAtt': ['X', 'Name'] }, 'Payload.$': '$' } }), 'FunctionName', 'Name'],
  [t({ Parameters: { FunctionName: { 'Fn::GetAtt': 'X.Arn' }, 'Payload.$': '$' } }), 'FunctionName', 'X.Arn'],
  [t({ Parameters: { FunctionName: { Ref: 'X', More: 1 }, 'Payload.$': '$' } }), 'FunctionName', 'beside'],
  [retry({ Comment: 'x' }), 'States.T.Retry[0]', 'field Comment'],
  [retry({ ErrorEquals: [] }), 'States.T.Retry[0].ErrorEquals'],
  [retry({ ErrorEquals: ['States.TaskFailed'] }), 'States.T.Retry[0].ErrorEquals', 'States.TaskFailed'],
  [retry({ ErrorEquals: ['States.Runtime'] }), 'States.Runtime'],
  [retry({ ErrorEquals: ['States.ALL', 'A'] }), 'States.ALL alone'],
  [t({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] }), 'States.T.Retry[0]', 'States.ALL alone'],
  [t({ Retry: [] }), 'States.T.Retry', '[]'],
  [retry({ IntervalSeconds: 0 }), 'States.T.Retry[0].IntervalSeconds'],
  [retry({ BackoffRate: 0.5 }), 'States.T.Retry[0].BackoffRate'],
  [retry({ IntervalSeconds: 5, MaxDelaySeconds: 5 }), 'States.T.Retry[0].MaxDelaySeconds'],
  [retry({ MaxAttempts: -1 }), 'States.T.Retry[0].MaxAttempts'],
  [retry({ JitterStrategy: 'HALF' }), 'States.T.Retry[0].JitterStrategy', 'HALF'],
  [withCatch({ ResultPath: null }), 'States.T.Catch[0].ResultPath'],
  [withCatch({ Output: {} }), 'States.T.Catch[0]', 'field Output'],
  [withCatch({}, 'Gone'), 'States.T', 'no state Gone'],
  [choice(rule, {}), 'States.A', 'field Default is missing'],
  [choice({ Variable: '$.x', NumericEquals: 1, Next: 'B' }), 'States.A.Choices[0]', 'field NumericEquals'],
  [choice({ And: [rule], Next: 'B' }), 'States.A.Choices[0]', 'field And'],
  [choice({ ...rule, StringEquals: 1 }), 'States.A.Choices[0].StringEquals'],
  [machineOf({ F: { Type: 'Fail', Error: 'E', Cause: 'C' } }), 'States.F', 'field Error'],
  [machineOf({ S: { ...SUCCEED, OutputPath: '$' } }), 'States.S', 'field OutputPath'],
  ...[
    'ResultSelector',
    'ItemSelector',
    'ItemBatcher',
    'ResultWriter',
    'ToleratedFailurePercentage',
    'OutputPath',
    'ItemsPath',
  ].map((name): [unknown, ...string[]] => [
    machineOf({ M: map({ [name]: [], End: true }) }),
    'States.M',
    `field ${name}`,
  ]),
  [machineOf({ M: map({ Label: 'a b', End: true }) }), 'States.M.Label'],
  [reader({ Resource: 'arn:aws:states:::s3:listObjectsV2' }), 'States.M.ItemReader.Resource', 'listObjectsV2'],
  [reader({ ReaderConfig: { InputType: 'CSV' } }), 'States.M.ItemReader.ReaderConfig.InputType', 'CSV'],
  [reader({ ReaderConfig: { InputType: 'JSON', MaxItems: 1 } }), 'States.M.ItemReader.ReaderConfig', 'field MaxItems'],
  [reader({ Parameters: { Bucket: 'b', Key: 'k' } }), 'States.M.ItemReader.Parameters', 'field Key'],
  [child({ ProcessorConfig: { Mode: 'INLINE' } }), 'States.M.ItemProcessor.ProcessorConfig', 'ExecutionType'],
  [child({ ProcessorConfig: { Mode: 'INLINE', ExecutionType: 'STANDARD' } }), 'ProcessorConfig.Mode', 'INLINE'],
  [child({ ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } }), 'ExecutionType', 'EXPRESS'],
  [child({ StartAt: 'M' }), 'States.M.ItemProcessor.States', 'no state M'],
  [child({ StartAt: 'M', States: { M: task() } }), 'States.M.ItemProcessor.States.M', 'another state'],
];

test('what the interpreter does not do is refused, by place and name', (t) => {
  for (const [definition, ...named] of refused) {
    const what = JSON.stringify(definition);
    const error = t.throws(() => load(definition), { instanceOf: ReelsightError }, what);
    t.is(error?.kind, 'unsupported');
    for (const text of named) t.true(error?.message.includes(text), `${error?.message} should name ${text}`);
  }
});

test('the definitions that the table spoils are right without that', (t) => {
  for (const definition of [
    machineOf({ T: task() }),
    choice(rule),
    reader({}),
    child({}),
    retry({}),
    withCatch({}),
    readDefinition(),
  ])
    t.notThrows(() => load(definition));
});

test('the references of the deployed definition', (t) => {
  const seen: unknown[] = [];
  loadStateMachine(readDefinition(), (intrinsic) => `r${seen.push(intrinsic)}`);
  t.deepEqual(seen, [
    { 'Fn::GetAtt': ['PlanLambdaFunction', 'Arn'] },
    { Ref: 'Bucket' },
    { 'Fn::GetAtt': ['AnalyzeChunkLambdaFunction', 'Arn'] },
    { 'Fn::GetAtt': ['FailLambdaFunction', 'Arn'] },
    { 'Fn::GetAtt': ['AssembleLambdaFunction', 'Arn'] },
    { 'Fn::GetAtt': ['FailLambdaFunction', 'Arn'] },
  ]);
});

type Definition = { readonly States: Readonly<Record<string, Record<string, unknown>>> };

/** It has no types that TypeScript finds, and writes into what it is given. */
const validate: (definition: Definition) => { readonly isValid: boolean; errorsText(): string } = createRequire(
  import.meta.url,
)('asl-validator');

/** The definition as it is deployed, in plain JSON. */
function readDeployed(): Definition {
  const text = JSON.stringify(readDefinition())
    .replace(/\{"Fn::GetAtt":\["(\w+)","Arn"\]\}/g, '"arn:aws:lambda:eu-west-1:123456789012:function:$1"')
    .replace(/\{"Ref":"(\w+)"\}/g, '"$1"');
  return JSON.parse(text);
}

test('the deployed definition is valid Amazon States Language to another judge', (t) => {
  const { isValid, errorsText } = validate(readDeployed());
  t.true(isValid, errorsText());
});

test('the other judge does find a mistake', (t) => {
  for (const spoil of [
    (plan: Record<string, unknown>) => Object.assign(plan, { Next: 'Gone' }),
    (plan: Record<string, unknown>) => Object.assign(plan, { TimeoutSeconds: 'long' }),
    (plan: Record<string, unknown>) => Object.assign(plan, { OutputPath: '$.[' }),
  ]) {
    const definition = readDeployed();
    spoil(definition.States['Plan']!);
    t.false(validate(definition).isValid, spoil.toString());
  }
});
