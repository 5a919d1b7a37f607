import test from 'ava';
import { apiDisabled, billingOff, permissionDenied, Refusal } from '../../helpers/google-apis/refusal.ts';
import type { GoogleApis } from '../../helpers/google-apis/server.ts';
import { PROJECT } from '../../helpers/google-apis/state.ts';
import type { Yaml } from './plugin.ts';
import { createService, type TestService } from './service.ts';

const CREATE = 'cloudfunctions.projects.locations.functions.create';
const DEPLOYER = `serviceAccount:deployer@${PROJECT}.iam.gserviceaccount.com`;

interface Case {
  readonly prepare?: (google: GoogleApis, service: TestService) => unknown;
  readonly change?: (yaml: Yaml) => void;
  /** What the message says, and the command that mends it. */
  readonly says: readonly (string | RegExp)[];
}

const cases: Readonly<Record<string, Case>> = {
  'APIs that are not enabled, all at once': {
    prepare: ({ state }) => state.disabledApis.add('cloudfunctions').add('workflows'),
    says: [`\`gcloud services enable cloudfunctions.googleapis.com workflows.googleapis.com --project ${PROJECT}\``],
  },
  'an API that is not enabled, where nobody may ask for all': {
    prepare: ({ refuse }) => {
      refuse('serviceusage.services.batchGet', permissionDenied('serviceusage.services.get'));
      refuse('iam.projects.serviceAccounts.create', apiDisabled('iam'));
    },
    says: [/`gcloud services enable .*iam\.googleapis\.com.*workflows\.googleapis\.com --project/],
  },
  'billing that is off': {
    prepare: ({ refuse }) => refuse('storage.buckets.insert', billingOff()),
    says: [`gcloud billing projects link ${PROJECT} --billing-account=ACCOUNT`],
  },
  'a missing permission': {
    prepare: ({ refuse }) =>
      refuse('iam.projects.serviceAccounts.create', permissionDenied('iam.serviceAccounts.create')),
    says: [
      `${DEPLOYER} lacks iam.serviceAccounts.create`,
      `\`gcloud projects add-iam-policy-binding ${PROJECT} --member ${DEPLOYER} --role roles/iam.serviceAccountAdmin\``,
    ],
  },
  'a missing permission to act as an account': {
    prepare: ({ refuse }) => refuse(CREATE, permissionDenied('iam.serviceaccounts.actAs'), 2),
    says: ['Deploying the function plan failed', `--member ${DEPLOYER} --role roles/iam.serviceAccountUser`],
  },
  'a missing permission of Cloud Storage': {
    prepare: ({ refuse }) =>
      refuse(
        'storage.buckets.insert',
        new Refusal(403, 'deployer does not have storage.buckets.create access to the Google Cloud project.', {
          reason: 'forbidden',
        }),
      ),
    says: ['lacks storage.buckets.create', '--role roles/storage.admin'],
  },
  'more processors than the project may use': {
    prepare: ({ refuse }) =>
      refuse(
        CREATE,
        new Refusal(
          400,
          'Could not create Cloud Run service films-dev-plan. spec.template.spec.containers.resources.limits.cpu: Invalid value specified for cpu. For the specified value, maxScale may not exceed 10.',
        ),
        2,
      ),
    says: ['Lower `maxInstances` to 10 or less', `iam-admin/quotas?project=${PROJECT}&service=run.googleapis.com`],
  },
  'a quota of requests': {
    prepare: ({ refuse }) => refuse('iam.projects.serviceAccounts.create', new Refusal(429, 'Quota exceeded'), 99),
    says: ['Wait a minute and deploy again'],
  },
  'a project that is not there': {
    change: (yaml) => {
      yaml.provider.project = 'another-project';
    },
    says: ['There is no project another-project, or', '`gcloud projects list`'],
  },
  'a region that is not offered': {
    change: (yaml) => {
      yaml.provider.region = 'europe-north9';
    },
    says: ['Cloud Functions is not offered in europe-north9', 'europe-west1, europe-west4'],
  },
  'allUsers, where the organization allows nobody from outside': {
    prepare: ({ state }) => {
      state.isDomainRestricted = true;
    },
    change: (yaml) => {
      yaml.functions.plan.invokers = ['allUsers'];
    },
    says: ['constraints/iam.allowedPolicyMemberDomains', 'allUsers', '`gcloud org-policies describe'],
  },
  'a place that the organization does not allow': {
    prepare: ({ refuse }) =>
      refuse(
        'storage.buckets.insert',
        new Refusal(412, "'europe-west1' violates constraint 'constraints/gcp.resourceLocations'"),
      ),
    says: ['constraints/gcp.resourceLocations', 'Choose another `region`'],
  },
  'a workflow that does not compile': {
    prepare: (_, service) => service.write('workflow.yml', 'main: [\n'),
    says: ['Deploying the workflow analysis (workflow.yml) failed: Workflow failed to compile: main.yaml: parse error'],
  },
  'a bucket of somebody else': {
    prepare: ({ state }) =>
      state.buckets.set(`films-dev-${PROJECT}`, { name: `films-dev-${PROJECT}`, projectNumber: '1' }),
    says: [`The name films-dev-${PROJECT} is taken by a bucket of another project`],
  },
  'a bucket in another place': {
    prepare: ({ state }) =>
      state.buckets.set(`films-dev-${PROJECT}`, {
        name: `films-dev-${PROJECT}`,
        projectNumber: '123456789',
        location: 'US',
        labels: { 'serverless-service': 'films', 'serverless-stage': 'dev' },
      }),
    says: ['lies in us, and no bucket can be moved', 'Write `location: us`'],
  },
  'a function of somebody else': {
    prepare: ({ state }) => {
      const name = `projects/${PROJECT}/locations/europe-west1/functions/films-dev-plan`;
      state.functions.set(name, { name, state: 'ACTIVE', serviceConfig: {} });
    },
    says: ['There is a function films-dev-plan already', 'serverless-service=films and serverless-stage=dev'],
  },
};

for (const [title, { prepare, change, says }] of Object.entries(cases))
  test(`explains ${title}`, async (t) => {
    const { service, google } = await createService(t);
    await prepare?.(google, service);
    if (change) await service.change(change);
    const { message } = await t.throwsAsync(service.run('deploy'), { name: 'ServerlessError' });
    for (const words of says)
      if (typeof words === 'string') t.true(message.includes(words), message);
      else t.regex(message, words);
  });

test.serial('explains a key that is not there, and how to log in', async (t) => {
  const { service } = await createService(t);
  process.env['GOOGLE_APPLICATION_CREDENTIALS'] = '/nowhere/key.json';
  t.teardown(() => delete process.env['GOOGLE_APPLICATION_CREDENTIALS']);
  const { message } = await t.throwsAsync(service.run('info'), { name: 'ServerlessError' });
  t.true(message.includes('/nowhere/key.json'), message);
  t.true(message.includes('`gcloud auth application-default login`'), message);
});
