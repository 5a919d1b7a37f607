import type { IncomingMessage } from 'node:http';

/** The body of a request as text. Errors: that of `refuse`, with what is wrong, for more than `maxBytes`. */
export async function readText(
  request: IncomingMessage,
  maxBytes: number,
  refuse: (problem: string) => Error,
): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw refuse(`the request is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
