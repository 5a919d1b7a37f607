import { readFile } from 'node:fs/promises';
import test from 'ava';
import { parse } from 'yaml';
import { readEnvironment } from '../../../src/adapters/gcp/environment.ts';

const ROOT = new URL('../../../', import.meta.url);
const readText = (path: string) => readFile(new URL(path, ROOT), 'utf8');

interface FunctionSettings {
  readonly timeout: number;
  readonly environment?: { readonly REELSIGHT_TIMEOUT_SECONDS?: number };
}

/** Functions of a deployment; tags of CloudFormation are none of our business. */
const readFunctions = async (path: string): Promise<Readonly<Record<string, FunctionSettings>>> =>
  parse(await readText(path), { logLevel: 'silent' }).functions;

/** The longest that Lambda lets a function run. */
const LAMBDA_SECONDS = 900;
/** The longest that a workflow of Google waits for an answer. */
const WORKFLOW_SECONDS = 1800;

/** Each step's function by its name in state-machine.yml, with the time that the state gives it. */
function* listTasks(states: Readonly<Record<string, unknown>>): Generator<readonly [string, number]> {
  for (const state of Object.values(states) as Record<string, never>[]) {
    const name = /^(\w+)LambdaFunction$/.exec(state['Parameters']?.['FunctionName']?.['Fn::GetAtt']?.[0] ?? '')?.[1];
    if (name) yield [name[0]!.toLowerCase() + name.slice(1), state['TimeoutSeconds'] ?? 0];
    if (state['ItemProcessor']) yield* listTasks(state['ItemProcessor']['States']);
  }
}

test('on AWS a step waits longer than its function may run, and those that read videos run as long as Lambda lets them', async (t) => {
  const functions = await readFunctions('serverless.aws.yml');
  const machine = parse(await readText('src/adapters/aws/state-machine.yml'), { merge: true });
  const tasks = [...listTasks(machine.States)];
  t.deepEqual([...new Set(tasks.map(([name]) => name))].sort(), ['analyzeChunk', 'assemble', 'fail', 'plan']);
  for (const [name, seconds] of tasks) t.true(seconds > functions[name]!.timeout, `${name}: ${seconds}`);
  for (const name of ['plan', 'analyzeChunk']) t.is(functions[name]!.timeout, LAMBDA_SECONDS, name);
});

test('on Google Cloud the workflow, the function and the step itself give a step the same time', async (t) => {
  const functions = await readFunctions('serverless.gcp.yml');
  const workflow = await readText('src/adapters/gcp/workflow.yml');
  const calls = [...workflow.matchAll(/get_env\("(\w+)_URL"\)\}\n[\s\S]*?\bseconds: (\d+)\n/g)];
  const waits = new Map(calls.map(([, name, seconds]) => [name!.toLowerCase().replaceAll('_', ''), Number(seconds)]));
  t.deepEqual([...waits.keys()].sort(), ['analyzechunk', 'assemble', 'fail', 'plan']);
  const { REELSIGHT_TIMEOUT_SECONDS: usual } = readEnvironment({ REELSIGHT_BUCKET: 'b', REELSIGHT_MODELS: 'm' });
  for (const [name, { timeout, environment }] of Object.entries(functions)) {
    const seconds = waits.get(name.toLowerCase());
    if (seconds === undefined) continue;
    t.is(seconds, timeout, name);
    t.is(environment?.REELSIGHT_TIMEOUT_SECONDS ?? usual, timeout, name);
  }
  for (const name of ['plan', 'analyzeChunk']) t.is(functions[name]!.timeout, WORKFLOW_SECONDS, name);
});
