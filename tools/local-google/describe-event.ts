import { type ExecutionEvent, isMap, type Json } from './workflow/index.ts';

/** What of an execution people want to hear: what is tried again, and what failed for good. Null for the rest. */
export function describeEvent(event: ExecutionEvent): string | null {
  if (event.type === 'retried')
    return `${nameOf(event.args)} is tried again in ${event.waitSeconds} s after ${describeError(event.error)}`;
  if (event.type !== 'caught') return null;
  // Predicates read errors by catching their own.
  if (event.routine === 'measure_lane') return `A chunk failed: ${describeError(event.error)}`;
  if (event.routine === 'main') return `The analysis failed: ${describeError(event.error)}`;
  return null;
}

function nameOf({ url, body }: ExecutionEvent['args']): string {
  const step = typeof url === 'string' ? (url.split('/').at(-1) ?? url) : 'A step';
  const position = isMap(body) ? body['position'] : undefined;
  return position === undefined ? step : `${step} ${String(position)}`;
}

function describeError(error: Json): string {
  if (!isMap(error)) return String(error);
  const { body, code, message } = error;
  const told = isMap(body) ? body['message'] : message;
  return [code, told].filter(Boolean).join(': ');
}
