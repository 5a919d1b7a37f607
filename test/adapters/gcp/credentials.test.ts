import test from 'ava';
import { guardCredentials } from '../../../src/adapters/gcp/credentials.ts';
import { ReelsightError } from '../../../src/core/index.ts';

const guard = (cause: unknown) =>
  guardCredentials({ getClient: () => Promise.reject(cause), getCredentials: () => Promise.reject(cause) });

const failure = (facts: object): Error => Object.assign(new Error('Could not load the default credentials'), facts);

for (const [what, facts] of Object.entries({
  'a metadata server that is busy': { status: 429 },
  'a metadata server that fails': { response: { status: 503 } },
  'a metadata server that is not reached': { code: 'ECONNREFUSED' },
  'a metadata server that does not answer': { code: 'ETIMEDOUT' },
}))
  test(`${what} may be there later`, async (t) => {
    const error = await t.throwsAsync(guard(failure(facts)).getClient(), { instanceOf: ReelsightError });
    t.like(error, { kind: 'storage', retryable: true });
    t.notRegex(error!.message, /gcloud/);
  });

for (const [what, facts] of Object.entries({
  'credentials that are not there': {},
  'a file of a key that is not there': { code: 'ENOENT' },
  'an account that does not exist': { status: 404 },
}))
  test(`${what} must be given`, async (t) => {
    const cause = failure(facts);
    const error = await t.throwsAsync(guard(cause).getClient(), { instanceOf: ReelsightError, message: /gcloud auth/ });
    t.like(error, { kind: 'environment', retryable: false, cause });
  });

test('the account is looked up once, and again after a failure', async (t) => {
  let asked = 0;
  const auth = guardCredentials({
    getClient: async () => ({}),
    async getCredentials() {
      if (++asked === 1) throw failure({ code: 'ECONNRESET' });
      return { client_email: 'a@b' };
    },
  });
  await t.throwsAsync(auth.getCredentials());
  await auth.getCredentials();
  t.deepEqual(await auth.getCredentials(), { client_email: 'a@b' });
  t.is(asked, 2);
});
