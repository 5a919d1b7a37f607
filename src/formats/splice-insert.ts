import { crc32Mpeg2 } from './crc32-mpeg2.ts';

export interface SpliceInsert {
  /** 32 bits. */
  readonly eventId: number;
  /** Time of the splice in ticks of 1/90000 s, modulo 2^33. */
  readonly pts: number;
  /** Length of the break in the same ticks; null where it is not known. */
  readonly durationTicks: number | null;
  /** Position among the breaks, from 1. */
  readonly availNumber: number;
  readonly availsExpected: number;
}

const PTS_RANGE = 2 ** 33;
const TABLE_ID = 0xfc;
const SPLICE_INSERT = 0x05;
/** Up to the section's length, from there to the command, the empty loop of descriptors, the checksum. */
const [HEADER_BYTES, FIXED_BYTES, LOOP_BYTES, CRC_BYTES] = [3, 11, 2, 4];
const MAX_AVAILS = 255;

/** Ticks as a stream counts them: they start again at 0 after some 26.5 hours. */
export const wrapTicks = (ticks: number): number => ticks % PTS_RANGE;

/** A flag, six reserved ones and 33 bits: how SCTE 35 writes both splice_time() and break_duration(). */
function writeTicks(flag: 0 | 1, ticks: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = (flag << 7) | 0x7e | Math.floor(ticks / 2 ** 32);
  bytes.writeUInt32BE(ticks % 2 ** 32, 1);
  return bytes;
}

/**
 * A splice_info_section with a splice_insert() that goes out of the network at a time (SCTE 35, 9.6 and 9.7.3): a
 * program splice, not immediate; with a duration it returns by itself. Not encrypted, no descriptors.
 */
export function encodeSpliceInsert({ eventId, pts, durationTicks, availNumber, availsExpected }: SpliceInsert): Buffer {
  const hasDuration = durationTicks !== null;
  const head = Buffer.alloc(6);
  head.writeUInt32BE(eventId, 0);
  head[4] = 0x7f; // not cancelled, the rest reserved
  head[5] = 0x80 | 0x40 | (hasDuration ? 0x20 : 0) | 0x0f; // out of network, program splice, duration, not immediate
  const isCounted = availsExpected <= MAX_AVAILS;
  const tail = Buffer.from([0, 0, isCounted ? availNumber : 0, isCounted ? availsExpected : 0]);
  const command = Buffer.concat([
    head,
    writeTicks(1, pts),
    ...(hasDuration ? [writeTicks(1, durationTicks)] : []),
    tail,
  ]);
  const header = Buffer.alloc(HEADER_BYTES + FIXED_BYTES);
  header[0] = TABLE_ID;
  // Short form, not private, type of stream access point not told. The bytes up to the tier stay 0: protocol version,
  // no encryption, no adjustment of the time.
  header.writeUInt16BE(0x3000 | (FIXED_BYTES + command.length + LOOP_BYTES + CRC_BYTES), 1);
  // 12 bits of tier, all set: for everybody. 12 bits of the command's length.
  header[10] = 0xff;
  header.writeUInt16BE(0xf000 | command.length, 11);
  header[13] = SPLICE_INSERT;
  const body = Buffer.concat([header, command, Buffer.alloc(LOOP_BYTES)]);
  const crc = Buffer.alloc(CRC_BYTES);
  crc.writeUInt32BE(crc32Mpeg2(body));
  return Buffer.concat([body, crc]);
}
