import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type ErrorKind, ReelsightError } from '../../core/index.ts';
import { problemShape } from '../wire.ts';

/** RFC 9457. */
export const problemSchema = z.object(problemShape).openapi('Problem');

type ProblemStatus = 400 | 403 | 404 | 409 | 415 | 500 | 503;

const STATUS: Readonly<Record<ErrorKind, ProblemStatus>> = {
  input: 400,
  'not-found': 404,
  denied: 403,
  conflict: 409,
  unsupported: 400,
  environment: 500,
  model: 500,
  storage: 500,
  decode: 500,
  cancelled: 409,
  internal: 500,
};

const TITLES: Readonly<Record<ProblemStatus, string>> = {
  400: 'The request is not usable',
  403: 'Access is denied',
  404: 'There is no such thing',
  409: 'Not in this state',
  415: 'The body is of another type',
  500: 'The service failed',
  503: 'Not now: try again',
};

export const sendProblem = (context: Context, status: ProblemStatus, kind: string, detail: string): Response =>
  context.body(JSON.stringify({ type: 'about:blank', title: TITLES[status], status, detail, kind }), status, {
    'content-type': 'application/problem+json',
    ...(status === 503 && { 'retry-after': '2' }),
  });

/** Answers an error. What nobody threw on purpose is logged and not told: it may hold what callers must not see. */
export function answerError(error: Error, context: Context, logError: (error: unknown) => void): Response {
  if (error instanceof ReelsightError) {
    const status = error.retryable ? 503 : STATUS[error.kind];
    // Mostly the service's own role lacks a right: who runs it must hear of that.
    if (status >= 500 || error.kind === 'denied') logError(error);
    return sendProblem(context, status, error.kind, error.message);
  }
  if (error instanceof HTTPException)
    return error.status === 415
      ? sendProblem(context, 415, 'input', 'Send a JSON body with the header `content-type: application/json`.')
      : sendProblem(context, 400, 'input', `The body is not readable JSON: ${error.message}.`);
  logError(error);
  return sendProblem(context, 500, 'internal', 'The service failed unexpectedly. See its log.');
}
