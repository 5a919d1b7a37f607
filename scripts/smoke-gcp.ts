/**
 * Tries Reelsight on a real Google Cloud project, and cleans up: deploys a stage of its own, has a clip analysed through
 * the API and through an upload, holds the reports against this machine's, and removes everything. Costs a few cents.
 *
 *   GOOGLE_CLOUD_PROJECT=my-project-123 npm run smoke:gcp -- [--region us-central1] [--caller user:EMAIL] [--keep]
 *
 * Needs application default credentials that may deploy. Their owner may call the API, unless --caller names
 * another, whose ID token REELSIGHT_ID_TOKEN then holds.
 */
import { parseArgs } from 'node:util';
import { GoogleAuth } from 'google-auth-library';
import { guardCredentials } from '../src/adapters/gcp/credentials.ts';
import { createGoogleApi } from '../src/adapters/gcp/google-api.ts';
import { createStorageClient } from '../src/adapters/gcp/storage-client.ts';
import type { Deployed } from './smoke/cloud.ts';
import { refuse } from './smoke/commands.ts';
import { smokeTest } from './smoke/smoke-test.ts';

const { values } = parseArgs({
  options: {
    region: { type: 'string', default: 'europe-west1' },
    caller: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const { region, keep } = values;
/** Stands in for Google, as it does for `sls`. */
const standIn = process.env['GOOGLE_API_ENDPOINT'];
const project =
  process.env['GOOGLE_CLOUD_PROJECT'] ||
  refuse('GOOGLE_CLOUD_PROJECT is not set. Set it to the id of the project to deploy to.');
const auth = guardCredentials(new GoogleAuth({ scopes: 'https://www.googleapis.com/auth/cloud-platform' }));
const token = await auth.getAccessToken().catch((cause: Error) => refuse(cause.message));
const caller =
  values.caller ??
  (await identify()) ??
  refuse('The credentials do not name their owner. Name who calls the API: --caller user:EMAIL');
const api = createGoogleApi({ auth, endpoint: standIn });
const storage = createStorageClient(
  { REELSIGHT_STORAGE_ENDPOINT: standIn && `${standIn}/storage.googleapis.com` },
  { projectId: project },
);

/** Whose the credentials are, as a member of a policy. Null when they do not tell. */
async function identify(): Promise<string | null> {
  const { client_email: account } = await auth.getCredentials().catch(() => ({ client_email: undefined }));
  if (account) return `serviceAccount:${account}`;
  const client = await auth.getClient();
  const person = token && 'getTokenInfo' in client ? (await client.getTokenInfo(token)).email : undefined;
  return person ? `user:${person}` : null;
}

const bucketOf = (stage: string): string => `reelsight-${stage}-${project}`;

async function find(stage: string): Promise<Deployed> {
  const name = `projects/${project}/locations/${region}/functions/reelsight-${stage}-api`;
  const url = `https://cloudfunctions.googleapis.com/v2/${name}`;
  const { serviceConfig } = await api.request<{ serviceConfig?: { uri?: string } }>({ method: 'GET', url });
  if (!serviceConfig?.uri) throw new Error(`${name} does not report its address.`);
  return { endpoint: serviceConfig.uri, bucket: bucketOf(stage) };
}

await smokeTest(
  {
    config: 'serverless.gcp.yml',
    region,
    deployFlags: ['--param', `callers=${caller}`],
    scheme: 'gs://',
    find,
    async put(bucket, key, bytes) {
      await storage.bucket(bucket).file(key).save(Buffer.from(bytes), { resumable: false });
    },
    async has(bucket, key) {
      const [exists] = await storage.bucket(bucket).file(key).exists();
      return exists;
    },
    /** First what writes; then the bucket, which `sls remove` keeps while it holds anything. */
    async remove(stage, _bucket, sls) {
      await sls('remove');
      const bucket = storage.bucket(bucketOf(stage));
      const [exists] = await bucket.exists();
      if (!exists) return;
      // Google keeps what is deleted for a week otherwise, and bills it.
      await bucket.setMetadata({ softDeletePolicy: { retentionDurationSeconds: '0' } });
      await bucket.deleteFiles();
      await bucket.delete();
    },
    removalByHand: (stage) => ({ before: [], after: [`gcloud storage rm --recursive gs://${bucketOf(stage)}`] }),
  },
  { keep },
);
