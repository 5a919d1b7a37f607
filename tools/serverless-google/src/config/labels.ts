/** Labels by which what belongs to a service at a stage is found again. */
export const SERVICE_LABEL = 'serverless-service';
export const STAGE_LABEL = 'serverless-stage';
/** Of everything that a deployment sends: what has the same one is not deployed again. */
export const HASH_LABEL = 'serverless-hash';

export interface Owner {
  readonly service: string;
  readonly stage: string;
}

export type Labels = Readonly<Record<string, string>>;

/** Values of labels are lower case. */
const clean = (text: string): string => text.toLowerCase();

export const ownerLabels = ({ service, stage }: Owner): Labels => ({
  [SERVICE_LABEL]: clean(service),
  [STAGE_LABEL]: clean(stage),
});

export const isOwned = (labels: Labels | undefined, { service, stage }: Owner): boolean =>
  labels?.[SERVICE_LABEL] === clean(service) && labels[STAGE_LABEL] === clean(stage);

/** Service accounts have no labels: their description says whose they are. */
export const accountDescription = ({ service, stage }: Owner, purpose: string): string =>
  `Serverless Framework: ${clean(service)}/${clean(stage)}, ${purpose}`;

/** Bytes that a description may have: https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts */
export const DESCRIPTION_LIMIT = 256;

const ROLES_ON = '; has roles on ';

/** A description that names buckets of others. */
export const describeAccount = (base: string, buckets: readonly string[]): string =>
  base.slice(0, DESCRIPTION_LIMIT) +
  (buckets.length > 0 ? ROLES_ON + buckets.map((name) => `gs://${name}`).join(' ') : '');

/** Names of the buckets that a description names. */
export const bucketsInDescription = (description: string): string[] =>
  (description.split(ROLES_ON)[1] ?? '').match(/(?<=gs:\/\/)\S+/g) ?? [];

export const isOwnedAccount = (description: string | undefined, owner: Owner): boolean =>
  description?.startsWith(accountDescription(owner, '')) ?? false;
