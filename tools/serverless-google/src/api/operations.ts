import { GoogleApiError } from './google-api.ts';
import type { DeploySession } from './session.ts';
import { isStatus, pause } from './wait.ts';

export interface Operation {
  readonly name: string;
  readonly done?: boolean;
  readonly error?: { readonly code?: number; readonly message?: string; readonly details?: readonly unknown[] };
  readonly response?: unknown;
  readonly metadata?: unknown;
}

/** Of google.rpc.Code: https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
const HTTP_STATUSES: Readonly<Record<number, number>> = {
  1: 499,
  3: 400,
  4: 504,
  5: 404,
  6: 409,
  7: 403,
  8: 429,
  9: 400,
  10: 409,
  11: 400,
  12: 501,
  14: 503,
  16: 401,
};

/** Builds take minutes; nothing takes an hour. */
const PATIENCE_MS = 60 * 60_000;

/**
 * Waits until an operation is done, and gives its response. `base` is the API's URL with its version.
 * Errors: GoogleApiError, also for an operation that failed.
 */
export async function waitFor<T = unknown>(
  session: DeploySession,
  base: string,
  operation: Operation,
  onLook: (operation: Operation) => void = () => {},
): Promise<T> {
  const service = new URL(base).host;
  const deadline = Date.now() + PATIENCE_MS;
  let current = operation;
  for (let looks = 0; !current.done; looks += 1) {
    if (Date.now() > deadline) throw new Error(`${current.name} did not end within an hour.`);
    await pause(session, looks);
    current = await session.api.request<Operation>({ method: 'GET', url: `${base}/${current.name}` });
    onLook(current);
  }
  if (!current.error) return current.response as T;
  const { code = 2, message = 'no reason given', details = [] } = current.error;
  throw new GoogleApiError({ status: HTTP_STATUSES[code] ?? 500, reason: '', service, details, message });
}

/** Deletes by an operation; what is gone already is fine. */
export async function deleteAndWait(session: DeploySession, base: string, name: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      const operation = await session.api.request<Operation>({ method: 'DELETE', url: `${base}/${name}` });
      await waitFor(session, base, operation);
      return;
    } catch (error) {
      if (isStatus(error, 404)) return;
      // Something goes on with it still.
      if (!isStatus(error, 409) || tries > 100) throw error;
    }
    await pause(session, tries);
  }
}
