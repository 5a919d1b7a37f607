import { frameToMilliseconds } from '../core/measurements/frame-units.ts';
import type { Report, Scene } from '../core/report.ts';
import { nameScene } from '../core/wording/label-title.ts';
import { formatClock } from '../core/wording/text.ts';
import type { ReportFormat } from './types.ts';

// Cue text is markup: these three must be escaped, which also keeps the arrow `-->` out of it.
const escapeCue = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function toCue(scene: Scene, { video }: Report): string {
  const clock = (frame: number) => formatClock(frameToMilliseconds(frame, video));
  return `scene-${scene.index + 1}\n${clock(scene.startFrame)} --> ${clock(scene.endFrame)}\n${escapeCue(nameScene(scene))}\n`;
}

/** Scenes as a WebVTT chapter track (W3C WebVTT, section 1.5: a file for `<track kind="chapters">`). */
export const vttFormat: ReportFormat = {
  fileName: 'chapters.vtt',
  description: 'scenes as chapters for players (WebVTT)',
  render: (report) => `WEBVTT\n\n${report.scenes.map((scene) => toCue(scene, report)).join('\n')}`,
};
