import test from 'ava';
import { GoogleApiError } from '../../../../tools/serverless-google/src/api/google-api.ts';
import { explain } from '../../../../tools/serverless-google/src/errors/explain.ts';

const state = {
  project: 'my-project',
  region: 'europe-west1',
  who: 'user:a@b.c',
  neededApis: ['run', 'cloudfunctions'],
};

const refusal = (status: number, message: string, more: { reason?: string; details?: unknown[] } = {}) =>
  new GoogleApiError({ status, message, reason: '', details: [], service: 'run.googleapis.com', ...more });

const messageOf = (error: unknown): string => explain(error, 'Deploying', state).message;

test('begins with what failed and with the words of the API', (t) => {
  t.is(messageOf(refusal(418, 'I am a teapot')), 'Deploying failed: I am a teapot.');
});

test('knows quotas by the violation that Cloud Run names', (t) => {
  const message = messageOf(refusal(400, 'Quota violated:\nCpuAllocPerProjectRegion requested: 60000 allowed: 20000'));
  t.regex(message, /Lower `maxInstances` or `cpu`, or ask for more/);
});

test('knows organization policies by the violation in the details', (t) => {
  const details = [
    {
      '@type': 'type.googleapis.com/google.rpc.PreconditionFailure',
      violations: [{ type: 'constraints/iam.disableServiceAccountCreation' }],
    },
  ];
  t.regex(
    messageOf(refusal(400, 'Not allowed.', { details })),
    /describe iam\.disableServiceAccountCreation --effective/,
  );
});

test('tells of a person whose requests count for no project', (t) => {
  const message = messageOf(
    refusal(403, 'The run.googleapis.com API requires a quota project, which is not set by default.', {
      reason: 'SERVICE_DISABLED',
    }),
  );
  t.regex(message, /`gcloud auth application-default set-quota-project my-project`/);
});

test('tells of accounts of Google that may not build or send events', (t) => {
  const build = messageOf(
    refusal(400, 'Could not build the function due to a missing permission on the build service account.'),
  );
  t.regex(build, /--role roles\/cloudbuild\.builds\.builder/);
  const events = messageOf(refusal(400, 'Permission denied while using the Eventarc Service Agent.'));
  t.regex(events, /--role roles\/eventarc\.serviceAgent/);
});

test('tells credentials that have ended from a network that is down', (t) => {
  const ended = Object.assign(new Error('invalid_grant'), {
    response: { data: { error: 'invalid_grant', error_description: 'reauth related error (invalid_rapt)' } },
  });
  t.regex(
    messageOf(ended),
    /the credentials are refused \(invalid_grant: reauth.*gcloud auth application-default login/,
  );
  const down = Object.assign(new Error('getaddrinfo ENOTFOUND run.googleapis.com'), { code: 'ENOTFOUND' });
  t.regex(messageOf(down), /there is no connection to Google/);
});

test('what it does not know keeps its cause', (t) => {
  const cause = new TypeError('oops');
  const error = explain(cause, 'Deploying', state);
  t.is(error.message, 'Deploying failed: oops');
  t.is(error.cause, cause);
  t.not(error.name, 'DeployError');
});
