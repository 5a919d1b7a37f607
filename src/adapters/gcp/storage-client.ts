import { IdempotencyStrategy, Storage, type StorageOptions } from '@google-cloud/storage';
import { guardCredentials } from './credentials.ts';

const MAX_RETRIES = 4;
const MAX_DELAY_SECONDS = 10;
const SIGNERS = '/iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/';
/** For all tries of a call. */
const TOTAL_TIMEOUT_SECONDS = 180;

/**
 * The client for Cloud Storage. Credentials are the library's to find. `REELSIGHT_STORAGE_ENDPOINT` gives the address of
 * another store: it is spoken to with credentials like Google's, and signed URLs point to it too, with the bucket in the
 * path. (The library's own STORAGE_EMULATOR_HOST leaves the credentials out.) `REELSIGHT_API_ENDPOINT` stands in for Google's
 * other APIs, of which accounts without a key have their URLs signed. Settings override what the library finds.
 */
export function createStorageClient(
  environment: Readonly<Record<string, string | undefined>>,
  settings: Pick<StorageOptions, 'apiEndpoint' | 'credentials' | 'authClient' | 'projectId'> = {},
): Storage {
  const apiEndpoint = settings.apiEndpoint || environment['REELSIGHT_STORAGE_ENDPOINT'];
  const storage = new Storage({
    ...settings,
    ...(apiEndpoint && { apiEndpoint, useAuthWithCustomEndpoint: true }),
    retryOptions: {
      maxRetries: MAX_RETRIES,
      maxRetryDelay: MAX_DELAY_SECONDS,
      totalTimeout: TOTAL_TIMEOUT_SECONDS,
      // Writing the same bytes again does no harm. (By default such writes would not be tried again, and while one is
      // under way, nothing else of the client would be.)
      idempotencyStrategy: IdempotencyStrategy.RetryAlways,
    },
  });
  guardCredentials(storage.authClient);
  const apis = environment['REELSIGHT_API_ENDPOINT'];
  if (apis) {
    const sign = storage.authClient.sign.bind(storage.authClient);
    storage.authClient.sign = (data) => sign(data, `${apis.replace(/\/$/, '')}${SIGNERS}`);
  }
  // A key signs its tokens itself: no request to the token service before the first one to the store.
  storage.authClient.useJWTAccessWithScope = true;
  return storage;
}
