import { fault } from './fault.ts';

const MAX_LINE_BYTES = 8192;

/**
 * Decodes `aws-chunked`: chunks of `SIZE[;chunk-signature=...]`, the last of size 0, then trailers, which are put into
 * the map. Signatures are not checked. Errors: the fault IncompleteBody when it ends before its end.
 */
export async function* decodeChunkedBody(
  body: AsyncIterable<Uint8Array>,
  trailers: Map<string, string>,
): AsyncGenerator<Uint8Array> {
  const reader = createReader(body);
  for (;;) {
    const line = await reader.readLine();
    const size = /^([0-9a-f]{1,12})(;|$)/i.exec(line)?.[1];
    if (!size) throw fault('IncompleteBody', `${JSON.stringify(line.slice(0, 80))} is not the head of a chunk.`);
    const sizeBytes = Number.parseInt(size, 16);
    if (sizeBytes === 0) break;
    yield* reader.read(sizeBytes);
    if ((await reader.readLine()) !== '') throw fault('IncompleteBody', 'A chunk is longer than its head tells.');
  }
  for (let line = await reader.readLine(); line !== ''; line = await reader.readLine()) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

function createReader(body: AsyncIterable<Uint8Array>) {
  const blocks = body[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  async function fill(): Promise<void> {
    const { value, done } = await blocks.next();
    if (done) throw fault('IncompleteBody');
    const block = Buffer.from(value.buffer, value.byteOffset, value.length);
    rest = rest.length === 0 ? block : Buffer.concat([rest, block]);
  }

  return {
    async readLine(): Promise<string> {
      for (;;) {
        const end = rest.indexOf('\r\n');
        if (end >= 0) {
          const line = rest.toString('latin1', 0, end);
          rest = rest.subarray(end + 2);
          return line;
        }
        if (rest.length > MAX_LINE_BYTES) throw fault('IncompleteBody', 'The head of a chunk is too long.');
        await fill();
      }
    },
    async *read(sizeBytes: number): AsyncGenerator<Uint8Array> {
      for (let left = sizeBytes; left > 0; ) {
        if (rest.length === 0) await fill();
        const part = rest.subarray(0, left);
        rest = rest.subarray(part.length);
        left -= part.length;
        yield part;
      }
    },
  };
}
