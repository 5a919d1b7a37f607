import { fault } from './fault.ts';

const MAX_HEAD_BYTES = 1024 * 1024;

export interface RelatedBody {
  /** The first part: what the object is to be. */
  readonly metadata: unknown;
  /** Of the second part. */
  readonly contentType: string | undefined;
  /** The second part: its bytes. To be read to the end. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Reads a body of `multipart/related` with two parts, the second as it comes. Errors: the fault `incomplete`. */
export async function readRelatedBody(contentType: string, body: AsyncIterable<Uint8Array>): Promise<RelatedBody> {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (!boundary) throw fault('incomplete', 'The Content-Type of the body names no boundary.');
  const reader = createReader(body);
  // The line of the boundary goes on into the head of its part, which may have no lines of its own.
  await reader.readUntil(`--${boundary}`);
  await reader.readUntil('\r\n\r\n');
  const metadata = parseJson(await reader.readUntil(`\r\n--${boundary}`));
  const head = await reader.readUntil('\r\n\r\n');
  return {
    metadata,
    contentType: /\r\ncontent-type:\s*([^\r]+)/i.exec(head)?.[1]?.trim(),
    bytes: reader.streamUntil(`\r\n--${boundary}--`),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fault('invalid', 'The metadata of the object is not JSON.');
  }
}

function createReader(body: AsyncIterable<Uint8Array>) {
  const blocks = body[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  async function fill(): Promise<void> {
    const { value, done } = await blocks.next();
    if (done) throw fault('incomplete');
    const block = Buffer.from(value.buffer, value.byteOffset, value.length);
    rest = rest.length === 0 ? block : Buffer.concat([rest, block]);
  }

  return {
    async readUntil(end: string): Promise<string> {
      for (;;) {
        const at = rest.indexOf(end);
        if (at >= 0) {
          const text = rest.toString('utf8', 0, at);
          rest = rest.subarray(at + end.length);
          return text;
        }
        if (rest.length > MAX_HEAD_BYTES) throw fault('incomplete', 'The head of a part is too long.');
        await fill();
      }
    },
    async *streamUntil(end: string): AsyncGenerator<Uint8Array> {
      for (;;) {
        const at = rest.indexOf(end);
        // What may be the beginning of the end is kept back.
        const sure = at >= 0 ? at : Math.max(0, rest.length - end.length + 1);
        if (sure > 0) yield rest.subarray(0, sure);
        rest = rest.subarray(sure);
        if (at >= 0) return;
        await fill();
      }
    },
  };
}
