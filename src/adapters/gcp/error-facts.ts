import { z } from 'zod';

/** What decides about an error of a Google client, whichever of them threw it. */
export interface ErrorFacts {
  /** Of HTTP; undefined where no answer came. */
  readonly status: number | undefined;
  /** What names the error, the most telling first: `notFound`, `SERVICE_DISABLED`, `NoSuchKey`, `ECONNRESET`. */
  readonly reasons: readonly string[];
  readonly message: string;
}

const text = z.string().min(1).optional().catch(undefined);
/** Some clients give the HTTP status as text. */
const status = z.coerce.number().int().min(100).max(599).optional().catch(undefined);

/**
 * What is known of the errors of @google-cloud/storage (`code`, `errors`), of GoogleApiError (`status`, `reason`), of
 * gaxios (`status`, `code`, `response`) and of Node (`code`).
 */
const errorSchema = z.object({
  name: text,
  message: text,
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  status,
  reason: text,
  /** Of node-fetch: `request-timeout`, `aborted`. */
  type: text,
  /** Of gaxios: what it was thrown for. */
  error: z.object({ name: text, type: text, code: text }).optional().catch(undefined),
  errors: z.array(z.object({ reason: text })).catch([]),
  response: z.object({ status, statusCode: status, data: z.unknown().optional() }).optional().catch(undefined),
});

/** The token service says `{error: 'invalid_grant'}`; APIs `{error: {errors: [{reason}], details: [{reason}]}}`. */
const answerSchema = z.object({
  error: z.union([
    z.string().transform((reason) => [reason]),
    z
      .object({
        details: z.array(z.object({ reason: text })).catch([]),
        errors: z.array(z.object({ reason: text })).catch([]),
      })
      .transform(({ details, errors }) => [...details, ...errors].map(({ reason }) => reason)),
  ]),
});

/** Names that say nothing but who threw it. */
const CLASSES: ReadonlySet<string> = new Set(['Error', 'GaxiosError', 'FetchError', 'GoogleApiError', 'SigningError']);

export function readErrorFacts(cause: unknown): ErrorFacts {
  const known = errorSchema.safeParse(cause).data;
  if (!known) return { status: undefined, reasons: [], message: String(cause) };
  const { name, message = '', code, reason, type, error, errors, response } = known;
  const numeric = status.parse(code);
  const told = answerSchema.safeParse(response?.data).data?.error ?? [];
  const named = typeof code === 'string' && numeric === undefined ? code : undefined;
  const names = [name, error?.name].filter((one) => !CLASSES.has(one ?? ''));
  const reasons = [
    reason,
    ...told,
    ...errors.map((one) => one.reason),
    named,
    error?.code,
    type,
    error?.type,
    ...names,
  ];
  return {
    status: known.status ?? response?.status ?? response?.statusCode ?? numeric,
    reasons: reasons.filter((one) => typeof one === 'string'),
    message,
  };
}
