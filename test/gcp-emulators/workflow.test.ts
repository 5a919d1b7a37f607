import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse, stringify } from 'yaml';
import { findFreePort } from '../../tools/local-shared/free-port.ts';
import {
  type Behaviour,
  type Functions,
  order,
  platform,
  problem,
  RUN,
  type StepName,
  serveFunctions,
} from '../tools/local-google/functions.ts';
import { SOURCE } from '../tools/local-google/workflows.ts';
import { startEmulator } from './emulator.ts';

/**
 * The deployed source on another implementation of Google Workflows: workflows-emulator of PyPI (`pip install
 * workflows-emulator`; WORKFLOWS_EMULATOR is its path). Three things it cannot do, and they are changed here before it
 * reads the source; Google's reference documents all three, and test/tools/local-google runs the source as it is:
 *
 * - `auth` of type OIDC: "not supported yet". It is left out.
 * - `timeout` and `concurrency_limit` by an expression: its schema, made for editors, wants numbers. They become such. The
 *   limit is not kept either (it starts a thread for each iteration), so that nothing is said here about concurrency.
 *
 * Not run here: more than 20 workers (the connector `executions.run` is unknown to it), two rounds of measuring in one
 * execution (it mixes up the loop variable of the second with that of the first), broken connections (they escape its
 * error handling) and long backoffs (it ends them when `max_delay` is reached; the first wait is a second).
 */
function adapt(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(adapt);
  if (typeof value !== 'object' || value === null) return value;
  const { auth, ...fields } = value as Record<string, unknown>;
  const { timeout, concurrency_limit: limit } = fields;
  return {
    ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, adapt(field)])),
    ...(typeof timeout === 'string' && { timeout: 30 }),
    ...(typeof limit === 'string' && { concurrency_limit: 20 }),
  };
}

/** Serves the source with the emulator, on functions that behave so, and runs it once. Gives the status of HTTP. */
async function analyze(
  t: ExecutionContext,
  behaviours: Partial<Record<StepName, Behaviour>>,
): Promise<{ functions: Functions; status: number; answer: string }> {
  const functions = await serveFunctions(t, behaviours);
  const folder = mkdtempSync(join(tmpdir(), 'reelsight-workflow-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const source = join(folder, 'workflow.yml');
  writeFileSync(source, stringify(adapt(parse(SOURCE)), { lineWidth: 0 }));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const emulator = await startEmulator({
    variable: 'WORKFLOWS_EMULATOR',
    advice: '`pip install workflows-emulator`',
    words: ['--source', source, 'serve', '--port', String(port)],
    url: `${url}/docs`,
    cwd: folder,
    environment: functions.environment,
  });
  t.teardown(emulator.stop);
  const response = await fetch(`${url}/v1/projects/p/locations/europe-west1/workflows/w/executions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(60_000),
    // It wants the argument under the name of main's parameter.
    body: JSON.stringify({ argument: JSON.stringify({ run: RUN }) }),
  });
  const answer = await response.text();
  return { functions, status: response.status, answer };
}

const failures = ({ calls }: Functions) => calls.filter(({ step }) => step === 'fail').map(({ body }) => body);

test.serial('plan, a worker for every chunk, assemble', async (t) => {
  const { functions, status, answer } = await analyze(t, {
    plan: () => order('measure', { count: 20, concurrency: 20 }),
  });
  t.is(status, 200);
  t.is(answer, '"done"');
  const story = functions.story();
  t.deepEqual([story[0], story.at(-1)], ['plan', 'assemble']);
  const chunks = Array.from({ length: 20 }, (_, position) => `analyzeChunk ${position}`);
  t.deepEqual(story.slice(1, -1).toSorted(), chunks.toSorted());
  const { body } = functions.calls.find(({ step }) => step === 'analyzeChunk')!;
  t.like(body, { ...RUN, itemsKey: 'items-1.json' });
});

test.serial('chunks that do not join are measured again as one', async (t) => {
  const { functions, status } = await analyze(t, {
    plan: () => order('assemble', { count: 0 }),
    assemble: ({ itemsKey }) =>
      itemsKey === 'whole.json' ? order('done') : order('measure', { itemsKey: 'whole.json', count: 1 }),
  });
  t.is(status, 200);
  t.deepEqual(functions.story(), ['plan', 'assemble', 'analyzeChunk 0', 'assemble']);
});

test.serial('what passes is tried again: full platforms, transient failures, killed functions', async (t) => {
  const { functions, status } = await analyze(t, {
    plan: (_, nth) => (nth === 1 ? platform(429) : nth === 2 ? problem(503, 'storage', true) : order('measure')),
    analyzeChunk: ({ position }, nth) => (position === 1 && nth === 1 ? platform(500) : {}),
  });
  t.is(status, 200);
  t.is(functions.story().filter((step) => step === 'plan').length, 3);
  t.is(functions.story().filter((step) => step === 'analyzeChunk 1').length, 2);
  t.deepEqual(failures(functions), []);
});

test.serial('bad input is never tried again, recorded, and fails the execution', async (t) => {
  const { functions, status } = await analyze(t, { plan: () => problem(422, 'input', false) });
  t.is(status, 500);
  t.deepEqual(functions.story(), ['plan', 'fail']);
  t.like(failures(functions), [{ ...RUN, error: { code: 422, body: { kind: 'input', transient: false } } }]);
});

test.serial('a chunk that fails is recorded with its position, and then the run', async (t) => {
  const { functions, status } = await analyze(t, {
    analyzeChunk: ({ position }) => (position === 1 ? problem(500, 'model', false) : {}),
  });
  t.is(status, 500);
  const [chunk, whole, ...others] = failures(functions);
  t.like(chunk, { ...RUN, itemsKey: 'items-1.json', position: 1, error: { code: 500, body: { kind: 'model' } } });
  t.like(whole, { ...RUN, error: { code: 500, body: { kind: 'model' } } });
  t.deepEqual(others, []);
  t.false(functions.story().includes('assemble'));
});
