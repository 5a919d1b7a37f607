// Calls a function as Lambda's runtime for Node does: loads the handler that _HANDLER names from LAMBDA_TASK_ROOT, takes
// one event a line from stdin, and answers each with a line on descriptor 3. `{"eval": ...}` instead runs a script there.
const { createInterface } = require('node:readline');
const { writeSync } = require('node:fs');
const { join } = require('node:path');

const answer = (value) => writeSync(3, `${JSON.stringify({ ...value, atMs: performance.now() })}\n`);
const describe = (error) => ({ name: error?.name, message: error?.message, stack: error?.stack });
// The runtime ends the environment on these.
process.on('uncaughtException', (error) => {
  answer({ crash: describe(error) });
  process.exit(1);
});
process.on('unhandledRejection', (error) => {
  throw error;
});

const [path, name] = process.env._HANDLER.split(/\.(?=[^.]+$)/);
let handler;
try {
  // Of the endings that the runtime tries, ours is .cjs.
  handler = require(`${join(process.env.LAMBDA_TASK_ROOT, path)}.cjs`)[name];
  answer({ loaded: typeof handler });
} catch (error) {
  answer({ crash: describe(error) });
  process.exit(1);
}

const context = {
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  getRemainingTimeInMillis: () => 900_000,
};

createInterface({ input: process.stdin }).on('line', async (line) => {
  const event = JSON.parse(line);
  try {
    const run = event?.eval
      ? new Function('require', `return (async () => { ${event.eval} })()`)(require)
      : handler(event, context);
    answer({ result: (await run) ?? null });
  } catch (error) {
    answer({ error: describe(error) });
  }
});
