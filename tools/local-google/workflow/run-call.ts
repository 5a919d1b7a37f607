import { HTTP_POST, RUN_EXECUTION, SLEEP } from './calls.ts';
import { runWithin, untilAborted } from './cancellation.ts';
import { failWith, messageOf, WorkflowError } from './errors.ts';
import type { Interpreter } from './interpreter.ts';
import { asJson, isMap, type Json, type JsonObject } from './json.ts';
import { LIMITS } from './limits.ts';
import { type HttpAnswer, HttpFailure } from './ports.ts';

function secondsOf(value: Json | undefined, fallback: number, max: number): number {
  const seconds = value ?? fallback;
  if (typeof seconds !== 'number' || seconds < 0 || seconds > max)
    failWith('ValueError', `seconds must be a number from 0 to ${max}, got: ${JSON.stringify(seconds)}`);
  return seconds;
}

/** What `http.post` gives: JSON is read where the answer says that it is some. */
function readAnswer({ code, headers, body }: HttpAnswer): JsonObject {
  if (body.byteLength > LIMITS.responseBytes)
    failWith('ResourceLimitError', `the response has ${body.byteLength} of ${LIMITS.responseBytes} bytes`);
  const text = new TextDecoder().decode(body);
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) return { code, headers, body: text };
  try {
    return { code, headers, body: asJson(JSON.parse(text)) };
  } catch (cause) {
    return failWith('ValueError', `the response is not JSON: ${messageOf(cause)}`, cause);
  }
}

async function post(args: JsonObject, { ports, signal }: Interpreter): Promise<Json> {
  const { url, auth, body, timeout } = args;
  const seconds = secondsOf(timeout, 300, LIMITS.httpTimeoutSeconds);
  const fail = (cause: unknown): never => {
    if (cause instanceof WorkflowError || !(cause instanceof HttpFailure)) throw cause;
    return failWith(cause.connected ? 'ConnectionError' : 'ConnectionFailedError', `${url}: ${cause.message}`, cause);
  };
  const authorize = async (inner: AbortSignal): Promise<Record<string, string>> => {
    if (!isMap(auth)) return {};
    const token = await ports.identityToken(String(auth['audience']), inner).catch((cause: unknown) => {
      inner.throwIfAborted();
      return failWith('AuthError', messageOf(cause), cause);
    });
    return { authorization: `Bearer ${token}` };
  };
  const timedOut = (): Error =>
    new WorkflowError({ message: `${url}: no answer within ${seconds} s`, tags: ['TimeoutError'] });
  const answer = await runWithin(seconds, signal, timedOut, async (inner) => {
    const headers = { 'content-type': 'application/json; charset=utf-8', ...(await authorize(inner)) };
    return ports.send({ method: 'POST', url: String(url), headers, body: JSON.stringify(body) }, inner);
  }).catch(fail);
  const read = readAnswer(answer);
  if (answer.code < 400) return read;
  throw new WorkflowError({
    message: `HTTP server responded with error code ${answer.code}`,
    tags: ['HttpError'],
    ...read,
  });
}

async function runExecution(args: JsonObject, { ports, signal }: Interpreter): Promise<Json> {
  const { project_id: project, location, workflow_id: workflow, argument, connector_params: params } = args;
  const wanted = isMap(params) ? params['timeout'] : undefined;
  const seconds = secondsOf(wanted, 1800, LIMITS.connectorTimeoutSeconds);
  const timedOut = (): Error =>
    new WorkflowError({ message: `the execution did not end within ${seconds} s`, tags: ['TimeoutError'] });
  const name = `projects/${project}/locations/${location}/workflows/${workflow}`;
  const child = await runWithin(seconds, signal, timedOut, (inner) => ports.runChild(name, argument!, inner));
  if (child.state === 'SUCCEEDED') return JSON.parse(child.result ?? 'null') as Json;
  throw new WorkflowError({
    message: `the execution ${child.name} ended as ${child.state}`,
    tags: ['OperationError'],
    operation: asJson(child),
  });
}

/** Calls what is not a routine: one of `calls.ts`. */
export async function callBuiltIn(target: string, args: JsonObject, interpreter: Interpreter): Promise<Json> {
  const { ports, signal } = interpreter;
  switch (target) {
    case HTTP_POST:
      return post(args, interpreter);
    case RUN_EXECUTION:
      return runExecution(args, interpreter);
    case SLEEP:
      await untilAborted(signal, ports.sleep(secondsOf(args['seconds'], 0, LIMITS.connectorTimeoutSeconds), signal));
      return null;
    default:
      throw new Error(`There is no call ${target}`);
  }
}
