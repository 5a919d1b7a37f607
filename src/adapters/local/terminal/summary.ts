import { relative } from 'node:path';
import type { Report } from '../../../core/index.ts';
import { plainLine } from './plain-text.ts';

/** A few lines for people: what was found, and where to read on. */
export function summariseReport(report: Report, paths: readonly string[]): string {
  const { video, shots, scenes, storyBreaks, brandSafety, warnings } = report;
  const assessed = brandSafety.categories.filter(({ status }) => status === 'assessed').length;
  const best = storyBreaks.toSorted((a, b) => b.score - a.score || a.index - b.index).slice(0, 3);
  const rate = video.frameRate.numerator / video.frameRate.denominator;
  const lines = [
    `${video.name}: ${video.durationSeconds.toFixed(2)} s, ${video.displayWidth} x ${video.displayHeight}, ${Number(rate.toFixed(3))} fps, ${video.videoCodec}`,
    `  shots         ${shots.length}`,
    `  scenes        ${scenes.length}`,
    `  brand safety  ${brandSafety.verdict} (${assessed} of ${brandSafety.categories.length} categories assessed)`,
    ...brandSafety.restsOn.map(
      ({ verdict, startSeconds, text }) => `    ${verdict} from ${startSeconds.toFixed(1)} s: ${text}`,
    ),
    `  story breaks  ${storyBreaks.length}${best.length > 0 ? `; best at ${best.map((b) => `${b.timecode} (${b.score.toFixed(2)})`).join(', ')}` : ''}`,
    ...(warnings.length > 0 ? [`  warnings      ${warnings.length}`] : []),
    ...paths.map((path) => `  ${relative('', path) || path}`),
  ];
  return `${lines.map(plainLine).join('\n')}\n`;
}
