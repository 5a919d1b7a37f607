import test from 'ava';
import { nameOfStepMessage, readCaughtError, toStepError } from '../../../src/adapters/aws/step-errors.ts';
import { ReelsightError } from '../../../src/core/index.ts';

for (const [error, name, message] of [
  [new ReelsightError('input', 'No video.'), 'Reelsight.Input', '[input] No video.'],
  [new ReelsightError('not-found', 'Gone.'), 'Reelsight.Input', '[not-found] Gone.'],
  [new ReelsightError('unsupported', 'Not so.'), 'Reelsight.Input', '[unsupported] Not so.'],
  [new ReelsightError('storage', '503.', { retryable: true }), 'Reelsight.Transient', '[storage, transient] 503.'],
  [new ReelsightError('decode', 'Ended.', { retryable: 'once' }), 'Reelsight.Killed', '[decode, once] Ended.'],
  [
    new ReelsightError('input', 'Broke off.', { retryable: true }),
    'Reelsight.Transient',
    '[input, transient] Broke off.',
  ],
  [new ReelsightError('model', 'Damaged.'), 'Reelsight.Failed', '[model] Damaged.'],
  [new TypeError('x is not a function'), 'Reelsight.Failed', '[internal] x is not a function'],
  ['a string', 'Reelsight.Failed', '[internal] a string'],
] as const)
  test(`${message} is thrown as ${name}`, (t) => {
    const thrown = toStepError(error);
    t.is(thrown.name, name);
    t.is(thrown.message, message);
    // serverless-offline hands on the message alone.
    t.is(nameOfStepMessage(thrown.message), name);
  });

test('a message of someone else has no name', (t) => {
  t.is(nameOfStepMessage('Task timed out after 900.00 seconds'), null);
});

for (const [caught, kind, message] of [
  [
    { Error: 'Reelsight.Input', Cause: '{"errorType":"Reelsight.Input","errorMessage":"[input] No video."}' },
    'input',
    /^No video\.$/,
  ],
  [{ Error: 'Reelsight.Transient', Cause: '{"errorMessage":"[storage, transient] 503."}' }, 'storage', /^503\.$/],
  [
    { Error: 'Lambda.TooManyRequestsException', Cause: 'Rate Exceeded.' },
    'environment',
    /concurrent executions.*maxConcurrency/,
  ],
  [
    { Error: 'Lambda.Unknown', Cause: 'The cause could not be determined' },
    'environment',
    /ended at every try.*workerMemory/,
  ],
  [{ Error: 'States.Timeout', Cause: '' }, 'environment', /out of memory or out of time/],
  [{ Error: 'States.ItemReaderFailed', Cause: 'no such key' }, 'internal', /^States\.ItemReaderFailed: no such key$/],
] as const)
  test(`${caught.Error} ${caught.Cause} reads as ${kind}`, (t) => {
    const failure = readCaughtError(caught);
    t.is(failure.kind, kind);
    t.regex(failure.message, message);
  });
