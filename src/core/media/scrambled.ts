/** ISO/IEC 13818-1, 2.4.3.2: a packet has 188 bytes; recorders put 4 before each, satellites 16 after it. */
const PACKET_SIZES = [188, 192, 204];
const SYNC = 0x47;
/** Tables are never scrambled, and the last number is stuffing. */
const [FIRST_STREAM, STUFFING] = [0x20, 0x1fff];
/** Fewer packets tell nothing. */
const MIN_PACKETS = 8;

/**
 * Whether a transport stream is encrypted, told by the headers of its first packets: of those that carry something more
 * than half say that they are scrambled. false for anything else than a transport stream.
 */
export function isScrambled(head: Uint8Array): boolean {
  for (const size of PACKET_SIZES) {
    const start = findPackets(head, size);
    if (start === null) continue;
    let [carrying, scrambled] = [0, 0];
    for (let at = start; at + 4 <= head.length && head[at] === SYNC; at += size) {
      const stream = ((head[at + 1]! & 0x1f) << 8) | head[at + 2]!;
      const hasPayload = (head[at + 3]! & 0x10) !== 0;
      if (!hasPayload || stream < FIRST_STREAM || stream === STUFFING) continue;
      carrying++;
      if ((head[at + 3]! & 0xc0) !== 0) scrambled++;
    }
    return carrying >= MIN_PACKETS && scrambled * 2 > carrying;
  }
  return false;
}

/** Where packets of a size begin; null where there are none. */
function findPackets(head: Uint8Array, size: number): number | null {
  for (let start = 0; start < size && start + MIN_PACKETS * size <= head.length; start++)
    if (Array.from({ length: MIN_PACKETS }, (_, i) => head[start + i * size]).every((byte) => byte === SYNC))
      return start;
  return null;
}
