import { type Command, InvalidArgumentError } from 'commander';
import { isStartTimecode, START_TIMECODE_HINT } from '../../../core/index.ts';

export interface StartTimecodeOptions {
  startTimecode?: string;
}

/** Adds `--start-timecode`, of the commands that write results. */
export const addStartTimecodeOption = (command: Command): Command =>
  command.option(
    '--start-timecode <start>',
    "what timecodes of edl, otio and the tables count from: source (the video's own), zero, or HH:MM:SS:FF, " +
      "with HH:MM:SS;FF for drop-frame (default: edl and otio the video's own if it has one, tables zero)",
    parseStartTimecode,
  );

function parseStartTimecode(text: string): string {
  if (!isStartTimecode(text))
    throw new InvalidArgumentError(`Received ${JSON.stringify(text)}; ${START_TIMECODE_HINT}.`);
  return text;
}
