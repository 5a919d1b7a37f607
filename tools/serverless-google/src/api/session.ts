import { GoogleAuth, UserRefreshClient } from 'google-auth-library';
import type { Service } from '../config/service.ts';
import { DeployError } from '../errors/deploy-error.ts';
import { explain } from '../errors/explain.ts';
import type { DeployState } from '../errors/hint.ts';
import { createGoogleApi, type GoogleApi } from './google-api.ts';
import { neededApis } from './needed-apis.ts';

export interface Log {
  notice(message: string): void;
  warning(message: string): void;
}

/** Of the framework: a line that stands while something goes on. */
export interface Progress {
  create(options: { name: string; message: string }): { update(message: string): void; remove(): void };
}

/** What every step of a command works with. */
export interface DeploySession {
  readonly service: Service;
  readonly api: GoogleApi;
  readonly auth: GoogleAuth;
  readonly log: Log;
  readonly progress: Progress;
  readonly state: DeployState;
  /** Between two looks at something that goes on. */
  readonly pollMs: number;
  /** Runs a step. What goes wrong is told as `<what> failed: ...` and how to mend it. */
  attempt<T>(what: string, run: () => Promise<T>): Promise<T>;
}

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

/** How long to wait between two looks, and at most between two tries. */
const PACE = { pollMs: 2_000, maxRetryDelayMs: 10_000 };
/** A stand-in on this machine has nothing to build and no quotas. */
const LOCAL_PACE = { pollMs: 5, maxRetryDelayMs: 100 };

const isLocal = (endpoint: string | undefined): boolean =>
  endpoint !== undefined && ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(endpoint).hostname);

/** Errors: DeployError without credentials. */
export async function openDeploySession(service: Service, log: Log, progress: Progress): Promise<DeploySession> {
  // The library asks `gcloud` for a project that it is not told, whenever it logs in.
  const auth = new GoogleAuth({ scopes: SCOPE, projectId: service.project });
  const stranger: DeployState = {
    project: service.project,
    region: service.region,
    who: 'user:YOUR_EMAIL',
    neededApis: neededApis(service),
  };
  const who = await explained('Logging in', stranger, () => identify(auth, service));
  const state = { ...stranger, who };
  const { pollMs, maxRetryDelayMs } = isLocal(service.apiEndpoint) ? LOCAL_PACE : PACE;
  return {
    service,
    auth,
    api: createGoogleApi({ auth, endpoint: service.apiEndpoint, maxRetryDelayMs }),
    log,
    progress,
    state,
    pollMs,
    attempt: (what, run) => explained(what, state, run),
  };
}

async function explained<T>(what: string, state: DeployState, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof DeployError ? error : explain(error, what, state);
  }
}

/** The deployer, as a member of a policy. */
async function identify(auth: GoogleAuth, { project }: Service): Promise<string> {
  const client = await auth.getClient();
  // APIs that count requests per project refuse a person's own credentials that name none.
  if (client instanceof UserRefreshClient) client.quotaProjectId ??= project;
  const { client_email: email } = await auth.getCredentials().catch(() => ({ client_email: undefined }));
  return email ? `serviceAccount:${email}` : 'user:YOUR_EMAIL';
}
