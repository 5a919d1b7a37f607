const MAX_ERROR_LINES = 20;
const MAX_LINE_LENGTH = 400;
/** What ffmpeg says when memory is refused, or a thread for want of it. */
const OUT_OF_MEMORY =
  /Cannot allocate memory|get_buffer\(\) failed|malloc of size \d+ failed|Resource temporarily unavailable/;
/** The level stands at the line's start or after the component's name: elsewhere it may be a file's name or a title. */
const ERROR_LINE = /^(?:\[[^\]]* @ [^\]]*\] )*\[(?:error|fatal|panic)\] /;
/**
 * What decoders say when they start in the middle of a video, or between groups of pictures: pictures that refer to
 * earlier ones are dropped, as they should be. There is no other channel than these texts to tell them from damage.
 */
const REFERENCE_CHATTER = /mmco:|reference (picture|frame)|ref with POC|co located POC|refs? .*missing/i;

/**
 * What they say of pictures that do not come out at all, as before the first key frame of a recording: those are counted
 * as missing, and say nothing of the others.
 */
const LOST_PICTURE = /non-existing [A-Z]PS|[A-Z]PS id out of range|slice_header|no frame!|invalid frame dimensions/i;

/** The first lines of a log with levels that tell of damage: for people, never to decide by. */
export class ErrorLines {
  readonly lines: string[] = [];
  /** How many such lines each component wrote (`h264`, `aac`), those about lost pictures left aside. */
  readonly counts = new Map<string, number>();

  /**
   * Whether memory was refused. That says why a program failed, and nothing of one that decodes: garbage asks for sizes
   * that nobody gives.
   */
  isMemoryRefused = false;

  add(line: string): void {
    if (!ERROR_LINE.test(line)) return;
    if (OUT_OF_MEMORY.test(line)) this.isMemoryRefused = true;
    if (REFERENCE_CHATTER.test(line)) return;
    if (this.lines.length < MAX_ERROR_LINES) this.lines.push(line.slice(0, MAX_LINE_LENGTH));
    if (LOST_PICTURE.test(line)) return;
    const component = /^\[([^\]]{1,40}) @ /.exec(line)?.[1] ?? '';
    if (this.counts.size < MAX_ERROR_LINES || this.counts.has(component))
      this.counts.set(component, (this.counts.get(component) ?? 0) + 1);
  }
}
