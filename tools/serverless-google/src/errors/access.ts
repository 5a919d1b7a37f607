import type { GoogleApiError } from '../api/google-api.ts';
import { metadataOf, wordsOf } from './details.ts';
import type { DeployState, Hint } from './hint.ts';

/** The role that a deployer needs for what an API does: https://cloud.google.com/iam/docs/roles-permissions */
const DEPLOYER_ROLES: Readonly<Record<string, string>> = {
  artifactregistry: 'roles/artifactregistry.admin',
  cloudbuild: 'roles/cloudbuild.builds.editor',
  cloudfunctions: 'roles/cloudfunctions.developer',
  cloudresourcemanager: 'roles/resourcemanager.projectIamAdmin',
  eventarc: 'roles/eventarc.admin',
  iam: 'roles/iam.serviceAccountAdmin',
  logging: 'roles/logging.viewer',
  resourcemanager: 'roles/resourcemanager.projectIamAdmin',
  run: 'roles/run.admin',
  serviceusage: 'roles/serviceusage.serviceUsageConsumer',
  storage: 'roles/storage.admin',
  workflows: 'roles/workflows.admin',
};

/** `Permission 'run.services.create' denied`, `does not have storage.buckets.create access` */
const PERMISSION = /(?:[Pp]ermission|have) ['"]?([a-z]+\.[A-Za-z]+\.[A-Za-z]+)/;

const ACT_AS = 'iam.serviceaccounts.actas';

/** Missing permissions, of the deployer and of those that build. */
export const hintAccess: Hint = (refusal, state) => {
  const { project } = state;
  if (refusal.status === 401)
    return 'Log in again with `gcloud auth application-default login`, or renew the key in GOOGLE_APPLICATION_CREDENTIALS.';
  const words = wordsOf(refusal);
  // https://cloud.google.com/functions/docs/troubleshooting#build-service-account
  if (/build service account/i.test(words))
    return `Cloud Build works as the default service account of Compute Engine, which may not build: \`gcloud projects add-iam-policy-binding ${project} --member serviceAccount:$(gcloud projects describe ${project} --format='value(projectNumber)')-compute@developer.gserviceaccount.com --role roles/cloudbuild.builds.builder\``;
  if (/Eventarc Service Agent/i.test(words))
    return `The service agent of Eventarc is not ready, minutes after its first use. Deploy again; if it stays so: \`gcloud projects add-iam-policy-binding ${project} --member serviceAccount:service-$(gcloud projects describe ${project} --format='value(projectNumber)')@gcp-sa-eventarc.iam.gserviceaccount.com --role roles/eventarc.serviceAgent\``;
  return refusal.status === 403 ? hintRole(refusal, state, words) : null;
};

function hintRole(refusal: GoogleApiError, { project, who }: DeployState, words: string): string {
  const permission = metadataOf(refusal)['permission'] ?? PERMISSION.exec(words)?.[1] ?? '';
  const api = permission.split('.')[0] || refusal.service.split('.')[0]!;
  const role =
    permission.toLowerCase() === ACT_AS
      ? 'roles/iam.serviceAccountUser'
      : (DEPLOYER_ROLES[api] ?? DEPLOYER_ROLES[refusal.service.split('.')[0]!] ?? 'roles/editor');
  return `${who} lacks ${permission || `access to ${refusal.service}`}. An administrator of the project may give it: \`gcloud projects add-iam-policy-binding ${project} --member ${who} --role ${role}\``;
}
