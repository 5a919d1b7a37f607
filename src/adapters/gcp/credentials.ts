import { ReelsightError } from '../../core/index.ts';
import { mapGoogleError } from './errors.ts';

/** What is used of a GoogleAuth of google-auth-library, whichever version a client brings. */
interface Auth<Client, Credentials> {
  getClient(): Promise<Client>;
  getCredentials(): Promise<Credentials>;
}

/**
 * Makes it tell that there are no credentials, or none that can be read, as what it is: google-auth-library throws errors
 * that differ from others by their text alone. In Google Cloud they are the metadata server's to give: where it is busy or
 * does not answer, that may pass. It also looks up the account's name once, not twice for each signed URL.
 */
export function guardCredentials<T extends Auth<unknown, unknown>>(auth: T): T {
  const getClient = auth.getClient.bind(auth);
  auth.getClient = () =>
    getClient().catch((cause: unknown) => {
      const told = mapGoogleError(cause, 'get', 'Google credentials');
      if (told.retryable) throw told;
      throw new ReelsightError(
        'environment',
        'Cannot find Google credentials, or not read them. Run `gcloud auth application-default login`, or set ' +
          'GOOGLE_APPLICATION_CREDENTIALS to the file of a key.',
        { cause },
      );
    });
  const getCredentials = auth.getCredentials.bind(auth);
  let known: Promise<unknown> | null = null;
  auth.getCredentials = () => {
    known ??= getCredentials().catch((cause: unknown) => {
      known = null;
      throw cause;
    });
    return known;
  };
  return auth;
}
