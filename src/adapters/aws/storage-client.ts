import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** Slow starts of a connection are given up early: the next try mostly gets through. */
const CONNECTION_TIMEOUT_MS = 5_000;
/** Until an answer begins, the sending of the body included. */
const ANSWER_TIMEOUT_MS = 60_000;
/** Nothing for so long, once an answer has begun. */
const SILENCE_TIMEOUT_MS = 60_000;
const MAX_ATTEMPTS = 5;

/**
 * The client for S3. Region, credentials and endpoint are the SDK's to find; other endpoints than AWS's
 * (`AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`) have the bucket in the path, because they have no name for each bucket.
 * Settings override what the SDK finds.
 */
export function createS3Client(
  environment: Readonly<Record<string, string | undefined>>,
  settings: Pick<S3ClientConfig, 'endpoint' | 'region' | 'credentials'> = {},
): S3Client {
  return new S3Client({
    forcePathStyle: Boolean(settings.endpoint || environment['AWS_ENDPOINT_URL_S3'] || environment['AWS_ENDPOINT_URL']),
    retryMode: 'standard',
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: ANSWER_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      socketTimeout: SILENCE_TIMEOUT_MS,
    },
    ...settings,
  });
}
