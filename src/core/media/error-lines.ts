const MAX_ERROR_LINES = 20;
const MAX_LINE_LENGTH = 400;
/** The level stands at the line's start or after the component's name: elsewhere it may be a file's name or a title. */
const ERROR_LINE = /^(?:\[[^\]]* @ [^\]]*\] )*\[(?:error|fatal|panic)\] /;
/**
 * What decoders say when they start in the middle of a video, or between groups of pictures: pictures that refer to
 * earlier ones are dropped, as they should be. There is no other channel than these texts to tell them from damage.
 */
const REFERENCE_CHATTER = /mmco:|reference (picture|frame)|ref with POC|co located POC|refs? .*missing/i;

/** The first lines of a log with levels that tell of damage: for people, never to decide by. */
export class ErrorLines {
  readonly lines: string[] = [];

  add(line: string): void {
    if (this.lines.length < MAX_ERROR_LINES && ERROR_LINE.test(line) && !REFERENCE_CHATTER.test(line))
      this.lines.push(line.slice(0, MAX_LINE_LENGTH));
  }
}
