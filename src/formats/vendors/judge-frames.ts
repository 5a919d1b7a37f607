import type { Report, Risk } from '../../core/report.ts';
import { findAdultContent } from './adult-content.ts';
import { spanOfSeconds } from './frame-span.ts';

/**
 * The risk of adult content at one frame a second and at the first frame of each stretch of it, however short, in order
 * of time; null when no model of the analysis judged it. A frame whose picture could not be decoded has no risk.
 */
export function judgeFrames(report: Report): { frame: number; risk: Risk | null }[] | null {
  const spans = findAdultContent(report);
  if (!spans) return null;
  const { frameRate, part } = report.video;
  const frames = new Set(spans.map(({ firstFrame }) => firstFrame));
  for (let seconds = 0, frame = part.startFrame; frame < part.endFrame; ) {
    frames.add(frame);
    seconds++;
    frame = part.startFrame + Math.floor((seconds * frameRate.numerator) / frameRate.denominator);
  }
  const missing = report.video.pictures.missing.map((range) => spanOfSeconds(range, report));
  const isMissing = (frame: number) =>
    missing.some(({ firstFrame, lastFrame }) => firstFrame <= frame && frame <= lastFrame);
  let next = 0;
  return [...frames]
    .sort((a, b) => a - b)
    .map((frame) => {
      while (next < spans.length && spans[next]!.lastFrame < frame) next++;
      const span = spans[next];
      const found = span && span.firstFrame <= frame ? span.risk : null;
      return { frame, risk: found ?? (isMissing(frame) ? null : 'none') };
    });
}
