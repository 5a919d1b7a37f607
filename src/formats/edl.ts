import { describeRate } from '../core/measurements/start-timecode.ts';
import type { Report, Shot } from '../core/report.ts';
import { toSingleLine } from '../core/wording/text.ts';
import { listMixes, type Mix } from './mixes.ts';
import { countEdges, createEditTimecodes, type Timecodes } from './timecodes.ts';
import type { ExportAssets, ReportFormat } from './types.ts';

// CMX 3600 numbers events with three digits; readers take more, so longer lists go on rather than end at 999.
const EVENT_DIGITS = 3;
// The title line holds at most 70 characters.
const TITLE_LENGTH = 70;
const REEL = 'AX'.padEnd(8);

/** CMX 3600's codes of transitions; of its numbered wipes the plainest. */
const EFFECTS = { dissolve: 'D', wipe: 'W001' } as const;
/** The field for a transition's length has three digits. */
const MAX_EFFECT_FRAMES = 999;

const isShort = ({ startFrame, endFrame }: Mix, { count }: Timecodes): boolean =>
  count(endFrame) - count(startFrame) <= MAX_EFFECT_FRAMES;

function describeTransition({ type, startFrame, endFrame }: Shot['transitionIn']): string[] {
  if (type === 'start' || type === 'cut') return [];
  return [`* TRANSITION IN: ${type.toUpperCase()}, FRAMES ${startFrame} TO ${endFrame}`];
}

/** Says which frames a list counts whose video has others. Some readers take comments only after an event. */
const describeTimebase = ({ video }: Report): string[] =>
  video.timecode.isConformed
    ? [
        `* TIMECODE COUNTS ${describeRate(video.timecode.rate)} FRAMES A SECOND, BY TIME; THE VIDEO HAS ${describeRate(video.frameRate)}`,
      ]
    : [];

function renderEvents(report: Report, timecodes: Timecodes, clipName: string): string[] {
  const { shots } = report;
  /** Source and record times are the same: the list cuts the analysed video itself. */
  const line = (number: string, effect: string, start: number, end: number) => {
    const range = `${timecodes.write(start)} ${timecodes.write(end)}`;
    return `${number}  ${REEL} V     ${effect.padEnd(8)} ${range} ${range}`;
  };
  const mixes = listMixes({ shots }).map((mix) => (mix && isShort(mix, timecodes) ? mix : null));
  // A mixed transition begins before the shot's own range does, which begins in its middle.
  const starts = shots.map((shot, position) => mixes[position]?.startFrame ?? shot.startFrame);
  const edges = countEdges([...starts, shots.at(-1)!.endFrame], timecodes);
  return shots.flatMap((shot, position) => {
    const number = String(position + 1).padStart(EVENT_DIGITS, '0');
    const mix = mixes[position];
    const [start, end] = [edges[position]!, edges[position + 1]!];
    const name = `* FROM CLIP NAME: ${clipName}`;
    const notes = [...(position === 0 ? describeTimebase(report) : []), ...describeTransition(shot.transitionIn)];
    if (!mix) return [line(number, 'C', start, end), name, ...notes];
    const length = Math.max(1, Math.min(end, timecodes.count(mix.endFrame)) - start);
    const frames = String(length).padStart(3, '0');
    return [
      line(number, 'C', start, start),
      line(number, `${EFFECTS[mix.type].padEnd(4)} ${frames}`, start, end),
      name,
      `* TO CLIP NAME: ${clipName}`,
      ...notes,
    ];
  });
}

function renderEdl(report: Report, assets: ExportAssets): string {
  const name = toSingleLine(report.video.name);
  const timecodes = createEditTimecodes(report, assets);
  const lines = [
    `TITLE: ${[...name].slice(0, TITLE_LENGTH).join('')}`,
    `FCM: ${timecodes.timebase.dropFrame ? 'DROP FRAME' : 'NON-DROP FRAME'}`,
    '',
    ...renderEvents(report, timecodes, name),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/**
 * Shots as a CMX 3600 edit decision list: one event a shot, end exclusive, by the source's own timecode where it
 * has one. Dissolves and
 * wipes have their place and length; a fade is in the picture already, so it is a cut in its middle with a comment that
 * names it.
 */
export const edlFormat: ReportFormat = {
  fileName: 'shots.edl',
  description: 'shots as an edit decision list for editing programs (CMX 3600)',
  render: renderEdl,
};
