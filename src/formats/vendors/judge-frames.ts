import type { Report, Risk } from '../../core/report.ts';
import { findAdultContent } from './adult-content.ts';

/**
 * The risk of adult content at one frame a second and at the first frame of each stretch of it, however short, in order
 * of time; null when no model of the analysis judged it.
 */
export function judgeFrames(report: Report): { frame: number; risk: Risk }[] | null {
  const spans = findAdultContent(report);
  if (!spans) return null;
  const { frameRate, frameCount } = report.video;
  const frames = new Set(spans.map(({ firstFrame }) => firstFrame));
  for (let seconds = 0, frame = 0; frame < frameCount; ) {
    frames.add(frame);
    seconds++;
    frame = Math.floor((seconds * frameRate.numerator) / frameRate.denominator);
  }
  let next = 0;
  return [...frames]
    .sort((a, b) => a - b)
    .map((frame) => {
      while (next < spans.length && spans[next]!.lastFrame < frame) next++;
      const span = spans[next];
      return { frame, risk: span && span.firstFrame <= frame ? span.risk : 'none' };
    });
}
