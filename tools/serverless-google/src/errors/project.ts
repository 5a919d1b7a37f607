import { metadataOf, wordsOf } from './details.ts';
import type { Hint } from './hint.ts';

const BILLING = ['BILLING_DISABLED', 'BILLING_NOT_ENABLED', 'UREQ_PROJECT_BILLING_NOT_FOUND', 'accountDisabled'];

/** What must be set up once in a project: its APIs, its billing, what its organization allows. */
export const hintProject: Hint = (refusal, state) => {
  const { project } = state;
  const words = wordsOf(refusal);
  if (BILLING.includes(refusal.reason) || /billing (account|to be enabled|is disabled)/i.test(words))
    return `The project has no billing account that pays. Link one: \`gcloud billing projects link ${project} --billing-account=ACCOUNT\`; \`gcloud billing accounts list\` shows yours.`;
  // https://cloud.google.com/docs/authentication/rest#set-billing-project
  if (/requires a quota project/.test(words))
    return `Name the project that requests count for: \`gcloud auth application-default set-quota-project ${project}\`.`;
  if (refusal.reason === 'SERVICE_DISABLED' || refusal.reason === 'accessNotConfigured')
    return enableApis(
      [...new Set([...state.neededApis, apiOf(metadataOf(refusal)['service'] ?? refusal.service)])],
      project,
    );
  const constraint = /constraints\/[\w.]+/.exec(words)?.[0];
  if (constraint || /permitted customer/.test(words))
    return hintPolicy(constraint ?? 'constraints/iam.allowedPolicyMemberDomains', project);
  return null;
};

const apiOf = (host: string): string => host.replace(/\.googleapis\.com$/, '');

export const enableApis = (apis: readonly string[], project: string): string =>
  `Enable all that are needed, then deploy again: \`gcloud services enable ${[...apis]
    .sort()
    .map((api) => `${api}.googleapis.com`)
    .join(' ')} --project ${project}\`. It takes a minute to take effect.`;

const WHAT_CONSTRAINTS_MEAN: Readonly<Record<string, string>> = {
  'constraints/iam.allowedPolicyMemberDomains':
    'members from outside its own domain, allUsers among them. Take them out of `invokers`',
  'constraints/iam.managed.allowedPolicyMembers':
    'members from outside its own domain, allUsers among them. Take them out of `invokers`',
  'constraints/gcp.resourceLocations': 'this place. Choose another `region` and `location`',
  'constraints/iam.disableServiceAccountCreation': 'new service accounts, which every function needs for itself',
};

const hintPolicy = (constraint: string, project: string): string =>
  `A policy of the organization, ${constraint}, does not allow ${WHAT_CONSTRAINTS_MEAN[constraint] ?? 'this'}, or have it changed by its administrator: \`gcloud org-policies describe ${constraint.replace('constraints/', '')} --effective --project ${project}\` shows it.`;
