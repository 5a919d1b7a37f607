import { relative } from 'node:path';
import { describeRate, findCategory, isPartOnly, MIN_BREAK_VIDEO_SECONDS, type Report } from '../../../core/index.ts';
import { plainLine } from './plain-text.ts';

/** A few lines for people: what was found, and where to read on. */
export function summariseReport(report: Report, paths: readonly string[]): string {
  const { video, shots, scenes, brandSafety, warnings } = report;
  const assessed = brandSafety.categories.filter(({ status }) => status === 'assessed').length;
  // A verdict that people act on: what nobody has measured of it stands beside it.
  const adult = brandSafety.categories.find(({ category }) => category === findCategory('adult'));
  const rate = video.frameRate.numerator / video.frameRate.denominator;
  const lines = [
    `${video.name}: ${video.durationSeconds.toFixed(2)} s, ${video.displayWidth} x ${video.displayHeight}, ${Number(rate.toFixed(3))} fps, ${video.videoCodec}`,
    ...summarisePart(report),
    ...summariseTimecode(report),
    ...(video.pictures.missing.length > 0
      ? [`  pictures      ${video.pictures.analyzed} of ${video.pictures.inFile} decoded`]
      : []),
    `  shots         ${shots.length}`,
    `  scenes        ${scenes.length}`,
    `  brand safety  ${brandSafety.verdict} (${assessed} of ${brandSafety.categories.length} categories assessed)`,
    ...(brandSafety.notSeen ? [`    not seen: ${brandSafety.notSeen.text}`] : []),
    ...brandSafety.restsOn.map(
      ({ verdict, startSeconds, text }) => `    ${verdict} from ${startSeconds.toFixed(1)} s: ${text}`,
    ),
    ...(adult?.status === 'assessed' && adult.note !== null ? [`    ${adult.note}`] : []),
    ...summariseBreaks(report),
    ...(warnings.length > 0 ? [`  warnings      ${warnings.length}`] : []),
    ...paths.map((path) => `  ${relative('', path) || path}`),
  ];
  return `${lines.map(plainLine).join('\n')}\n`;
}

/** What was analysed, where that is not all. */
const summarisePart = ({ video }: Report): string[] => {
  const { part } = video;
  return isPartOnly(part, video)
    ? [
        `  part          ${part.startSeconds.toFixed(2)} to ${part.endSeconds.toFixed(2)} s (frames ${part.startFrame} to ${part.endFrame - 1}): nothing else was analysed`,
      ]
    : [];
};

/** The source's own timecode, and what ours count where the pictures do not give it. */
function summariseTimecode({ video: { timecode, frameRate } }: Report): string[] {
  const words = [
    ...(timecode.isConformed
      ? [`counts ${describeRate(timecode.rate)} frames a second, by time: the video has ${describeRate(frameRate)}`]
      : []),
    ...(timecode.sourceStart === null ? [] : [`the source starts at ${timecode.sourceStart}`]),
  ];
  return words.length === 0 ? [] : [`  timecode      ${words.join('; ')}`];
}

/** How many story breaks there are, the best of them, and why there are none or ad files leave some out. */
function summariseBreaks({ video, storyBreaks, warnings }: Report): string[] {
  const best = storyBreaks.toSorted((a, b) => b.score - a.score || a.index - b.index).slice(0, 3);
  const places = best.map(({ timecode, score }) => `${timecode} (${score.toFixed(2)})`).join(', ');
  const unsafe = storyBreaks.filter(({ safe }) => !safe).length;
  const none = warnings.find(({ code }) => code === 'no-breaks')?.message;
  return [
    `  story breaks  ${storyBreaks.length}${best.length > 0 ? `; best at ${places}` : ''}`,
    ...(unsafe > 0 ? [`    ${unsafe} beside a scene that is not safe: left out of the files for ads`] : []),
    ...(storyBreaks.length === 0 && none !== undefined ? [`    ${none}`] : []),
    ...(storyBreaks.length === 0 &&
    none === undefined &&
    video.part.endSeconds - video.part.startSeconds < MIN_BREAK_VIDEO_SECONDS
      ? [`    ${isPartOnly(video.part, video) ? 'Parts' : 'Videos'} under ${MIN_BREAK_VIDEO_SECONDS} s have none.`]
      : []),
  ];
}
