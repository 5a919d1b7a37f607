import type { Report, Shot } from '../report.ts';
import { toSingleLine } from './text.ts';
import type { ReportFormat } from './types.ts';

// CMX 3600 numbers events with three digits; readers take more, so longer lists go on rather than end at 999.
const EVENT_DIGITS = 3;
// The title line holds at most 70 characters.
const TITLE_LENGTH = 70;
const REEL = 'AX'.padEnd(8);

function describeTransition({ type, startFrame, endFrame }: Shot['transitionIn']): string[] {
  if (type === 'start' || type === 'cut') return [];
  return [`* TRANSITION IN: ${type.toUpperCase()}, FRAMES ${startFrame} TO ${endFrame}`];
}

function toEvent(shot: Shot, position: number, clipName: string): string[] {
  const number = String(position + 1).padStart(EVENT_DIGITS, '0');
  const range = `${shot.startTimecode} ${shot.endTimecode}`;
  // Source and record times are the same: the list cuts the analysed video itself.
  return [
    `${number}  ${REEL} V     C        ${range} ${range}`,
    `* FROM CLIP NAME: ${clipName}`,
    ...describeTransition(shot.transitionIn),
  ];
}

function renderEdl(report: Report): string {
  const name = toSingleLine(report.video.name);
  const dropFrame = report.shots[0]!.startTimecode.includes(';');
  const lines = [
    `TITLE: ${[...name].slice(0, TITLE_LENGTH).join('')}`,
    `FCM: ${dropFrame ? 'DROP FRAME' : 'NON-DROP FRAME'}`,
    '',
    ...report.shots.flatMap((shot, position) => toEvent(shot, position, name)),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/**
 * Shots as a CMX 3600 edit decision list: one video cut a shot, timecode counted from zero, end exclusive. A dissolve,
 * fade or wipe is in the picture already, so it is a cut in its middle with a comment that names it.
 */
export const edlFormat: ReportFormat = {
  fileName: 'shots.edl',
  description: 'shots as an edit decision list for editing programs (CMX 3600)',
  render: renderEdl,
};
