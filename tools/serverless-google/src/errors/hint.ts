import type { GoogleApiError } from '../api/google-api.ts';

/** Who does what where. */
export interface DeployState {
  readonly project: string;
  readonly region: string;
  /** As a member of a policy, for example `serviceAccount:deploy@p.iam.gserviceaccount.com`. */
  readonly who: string;
  /** Names of APIs, without `.googleapis.com`. */
  readonly neededApis: readonly string[];
}

/** Says what mends a refusal, or null for one that it does not know. */
export type Hint = (refusal: GoogleApiError, state: DeployState) => string | null;
