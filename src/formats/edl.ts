import { frameToTimecode } from '../core/measurements/timecode.ts';
import type { Report, Shot } from '../core/report.ts';
import { toSingleLine } from '../core/wording/text.ts';
import { listMixes, type Mix } from './mixes.ts';
import type { ReportFormat } from './types.ts';

// CMX 3600 numbers events with three digits; readers take more, so longer lists go on rather than end at 999.
const EVENT_DIGITS = 3;
// The title line holds at most 70 characters.
const TITLE_LENGTH = 70;
const REEL = 'AX'.padEnd(8);

/** CMX 3600's codes of transitions; of its numbered wipes the plainest. */
const EFFECTS = { dissolve: 'D', wipe: 'W001' } as const;
/** The field for a transition's length has three digits. */
const MAX_EFFECT_FRAMES = 999;

const isShort = ({ startFrame, endFrame }: Mix): boolean => endFrame - startFrame <= MAX_EFFECT_FRAMES;

function describeTransition({ type, startFrame, endFrame }: Shot['transitionIn']): string[] {
  if (type === 'start' || type === 'cut') return [];
  return [`* TRANSITION IN: ${type.toUpperCase()}, FRAMES ${startFrame} TO ${endFrame}`];
}

function renderEvents({ shots, video }: Report, clipName: string): string[] {
  const timecode = (frame: number) => frameToTimecode(frame, video.frameRate);
  /** Source and record times are the same: the list cuts the analysed video itself. */
  const line = (number: string, effect: string, startFrame: number, endFrame: number) => {
    const range = `${timecode(startFrame)} ${timecode(endFrame)}`;
    return `${number}  ${REEL} V     ${effect.padEnd(8)} ${range} ${range}`;
  };
  const mixes = listMixes({ shots }).map((mix) => (mix && isShort(mix) ? mix : null));
  // A mixed transition begins before the shot's own range does, which begins in its middle.
  const starts = shots.map((shot, position) => mixes[position]?.startFrame ?? shot.startFrame);
  return shots.flatMap((shot, position) => {
    const number = String(position + 1).padStart(EVENT_DIGITS, '0');
    const mix = mixes[position];
    const start = starts[position]!;
    const end = starts[position + 1] ?? shot.endFrame;
    const name = `* FROM CLIP NAME: ${clipName}`;
    if (!mix) return [line(number, 'C', start, end), name, ...describeTransition(shot.transitionIn)];
    const frames = String(mix.endFrame - mix.startFrame).padStart(3, '0');
    return [
      line(number, 'C', start, start),
      line(number, `${EFFECTS[mix.type].padEnd(4)} ${frames}`, start, end),
      name,
      `* TO CLIP NAME: ${clipName}`,
      ...describeTransition(shot.transitionIn),
    ];
  });
}

function renderEdl(report: Report): string {
  const name = toSingleLine(report.video.name);
  const dropFrame = report.shots[0]!.startTimecode.includes(';');
  const lines = [
    `TITLE: ${[...name].slice(0, TITLE_LENGTH).join('')}`,
    `FCM: ${dropFrame ? 'DROP FRAME' : 'NON-DROP FRAME'}`,
    '',
    ...renderEvents(report, name),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/**
 * Shots as a CMX 3600 edit decision list: one event a shot, timecode counted from zero, end exclusive. Dissolves and
 * wipes have their place and length; a fade is in the picture already, so it is a cut in its middle with a comment that
 * names it.
 */
export const edlFormat: ReportFormat = {
  fileName: 'shots.edl',
  description: 'shots as an edit decision list for editing programs (CMX 3600)',
  render: renderEdl,
};
