import { Readable } from 'node:stream';

/** Lets the connection break after so many bytes of an answer's body; undefined: it does not. */
export function interrupt<Answer extends { readonly body?: unknown }>(
  answer: Answer,
  bytes: number | undefined,
): Answer {
  return bytes !== undefined && answer.body instanceof Readable
    ? { ...answer, body: Readable.from(takeFirst(answer.body, bytes), { objectMode: false }) }
    : answer;
}

async function* takeFirst(body: Readable, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const part of body) {
    yield (part as Buffer).subarray(0, left);
    left -= (part as Buffer).length;
    if (left <= 0) throw new Error('The connection was interrupted.');
  }
}
