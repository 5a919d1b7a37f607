import type { Readable } from 'node:stream';

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

/**
 * Cuts a stream of JPEG pictures, one after the other, into pictures. ffmpeg's pictures hold no pictures themselves,
 * and within a picture's data 0xFF is always followed by 0x00 or a restart marker, so 0xFFD9 ends each.
 */
export async function* readJpegs(stream: Readable): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(END_OF_IMAGE); end >= 0; end = rest.indexOf(END_OF_IMAGE)) {
      yield Uint8Array.from(rest.subarray(0, end + 2));
      rest = rest.subarray(end + 2);
    }
  }
}
