import { setTimeout as sleep } from 'node:timers/promises';
import { GoogleApiError } from './google-api.ts';

/** Seconds that pass between two looks grow with the looks. */
export async function pause(session: { readonly pollMs: number }, tries: number): Promise<void> {
  await sleep(session.pollMs * Math.min(1 + tries / 2, 5));
}

/** Looks that fit into a time of Google's, whatever the pace is. */
export const looksIn = (seconds: number): number => Math.ceil(seconds / 8);

export const isStatus = (error: unknown, ...statuses: readonly number[]): error is GoogleApiError =>
  error instanceof GoogleApiError && statuses.includes(error.status);

/** Gives null for what is not there. */
export async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}

/** A service account that was just made is not known everywhere for a while. */
export async function whileUnknown<T>(
  session: { readonly pollMs: number },
  emails: readonly string[],
  run: () => Promise<T>,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      // Google says so by no code of its own: a bad request, or something not found, that names the account.
      const isUnknown = isStatus(error, 400, 404) && emails.some((email) => error.message.includes(email));
      if (!isUnknown || tries >= looksIn(120)) throw error;
    }
    await pause(session, tries);
  }
}
