import test from 'ava';
import { answerStepError, readCaughtError } from '../../../src/adapters/gcp/step-errors.ts';
import { ReelsightError } from '../../../src/core/index.ts';

test('bad input, what may pass and all else have answers of their own', (t) => {
  t.deepEqual(answerStepError(new ReelsightError('input', 'It is not a video.')), {
    status: 422,
    body: { kind: 'input', message: 'It is not a video.', transient: false },
  });
  t.is(answerStepError(new ReelsightError('unsupported', 'x')).status, 422);
  t.is(answerStepError(new ReelsightError('decode', 'x')).status, 500);
  t.deepEqual(answerStepError(new ReelsightError('storage', 'Busy.', { retryable: true })), {
    status: 503,
    body: { kind: 'storage', message: 'Busy.', transient: true },
  });
  // As what ran out of time: once.
  t.is(answerStepError(new ReelsightError('decode', 'Ended.', { retryable: 'once' })).status, 504);
  t.deepEqual(answerStepError(new TypeError('x is undefined')), {
    status: 500,
    body: { kind: 'internal', message: 'x is undefined', transient: false },
  });
});

test('what our functions said is told as they said it', (t) => {
  const { body } = answerStepError(new ReelsightError('input', 'It is not a video.'));
  t.deepEqual(readCaughtError({ code: 422, message: 'HTTP server responded with error code 422', body }), {
    kind: 'input',
    message: 'It is not a video.',
  });
});

const table: readonly [Parameters<typeof readCaughtError>[0], string, RegExp][] = [
  [{ code: 429, message: 'm', body: 'Rate exceeded.' }, 'environment', /No instance .* was free.*maxConcurrency/],
  [{ code: 500, message: 'm', body: '<html>' }, 'environment', /ended at every try \(status 500; m\).*workerMemory/],
  [{ code: 504, body: null }, 'environment', /ended at every try/],
  [{ message: 'timed out', tags: ['TimeoutError'] }, 'environment', /ended .*timed out; TimeoutError/],
  [{ code: 403, message: 'm', body: '' }, 'denied', /may not call the function.*Deploy the stack again/],
  [{ message: 'refused', tags: ['ConnectionError'] }, 'internal', /refused; ConnectionError/],
  [{}, 'internal', /no more is known/],
];

for (const [error, kind, message] of table)
  test(`read for people: ${JSON.stringify(error)}`, (t) => {
    const failure = readCaughtError(error);
    t.is(failure.kind, kind);
    t.regex(failure.message, message);
  });
