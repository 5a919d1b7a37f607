/** An answer that is an error, as Google's APIs give it. */
export class Refusal extends Error {
  readonly status: number;
  readonly reason: string;
  readonly details: readonly unknown[];

  constructor(status: number, message: string, more: { reason?: string; details?: readonly unknown[] } = {}) {
    super(message);
    this.status = status;
    this.reason = more.reason ?? '';
    this.details = more.details ?? [];
  }
}

const CODES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  412: 'conditionNotMet',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

/** https://cloud.google.com/apis/design/errors */
const errorInfo = (reason: string, metadata: Readonly<Record<string, string>> = {}) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata,
});

export const apiDisabled = (api: string): Refusal =>
  new Refusal(403, `${api} has not been used in project test-project-1 before or it is disabled.`, {
    details: [errorInfo('SERVICE_DISABLED', { service: `${api}.googleapis.com`, consumer: 'projects/123456789' })],
  });

export const permissionDenied = (permission: string): Refusal =>
  new Refusal(403, `Permission '${permission}' denied on resource (or it may not exist).`, {
    details: [errorInfo('IAM_PERMISSION_DENIED', { permission })],
  });

export const billingOff = (): Refusal =>
  new Refusal(403, 'This API method requires billing to be enabled.', { details: [errorInfo('BILLING_DISABLED')] });

export const notFound = (name: string): Refusal => new Refusal(404, `Resource '${name}' was not found`);

/** Cloud Storage answers in the manner of older APIs. */
export const toBody = ({ status, message, reason, details }: Refusal, isStorage: boolean): unknown => ({
  error: isStorage
    ? { code: status, message, errors: [{ message, domain: 'global', reason: reason || 'invalid' }] }
    : { code: status, message, status: CODES[status] ?? 'UNKNOWN', details },
});
