import type { GoogleApiError } from '../api/google-api.ts';

interface Detail {
  readonly '@type'?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly violations?: readonly { readonly type?: string; readonly description?: string }[];
}

const details = (refusal: GoogleApiError): readonly Detail[] => refusal.details as readonly Detail[];

/** Of google.rpc.ErrorInfo: https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto */
export const metadataOf = (refusal: GoogleApiError): Readonly<Record<string, string>> =>
  details(refusal).find(({ metadata }) => metadata)?.metadata ?? {};

/** All words of a refusal: what Google has no code for can only be told by them. */
export const wordsOf = (refusal: GoogleApiError): string =>
  [
    refusal.message,
    ...details(refusal).flatMap(({ violations }) =>
      (violations ?? []).flatMap(({ type, description }) => [type ?? '', description ?? '']),
    ),
  ].join('\n');
