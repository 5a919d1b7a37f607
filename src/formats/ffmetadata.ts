import { frameToMilliseconds } from '../core/measurements/frame-units.ts';
import type { Report, Scene } from '../core/report.ts';
import { nameScene } from '../core/wording/label-title.ts';
import { toSingleLine } from '../core/wording/text.ts';
import type { ReportFormat } from './types.ts';

// MP4 keeps chapters in milliseconds, and ffmpeg rounds finer times to the nearest one: that may lie before the frame.
const UNITS_PER_SECOND = 1000;

// https://ffmpeg.org/ffmpeg-formats.html#Metadata-2: '=', ';', '#', '\' and line ends take a backslash.
const escapeValue = (text: string): string => toSingleLine(text).replace(/[=;#\\]/g, '\\$&');

const toChapter = (scene: Scene, { video }: Report): string =>
  [
    '[CHAPTER]',
    `TIMEBASE=1/${UNITS_PER_SECOND}`,
    `START=${frameToMilliseconds(scene.startFrame, video)}`,
    `END=${frameToMilliseconds(scene.endFrame, video)}`,
    `title=${escapeValue(nameScene(scene))}`,
  ].join('\n');

/**
 * Scenes as chapters in ffmpeg's metadata format; `ffmpeg -i VIDEO -i chapters.ffmetadata -map_chapters 1 -c copy OUT`
 * puts them into a video.
 */
export const ffmetadataFormat: ReportFormat = {
  fileName: 'chapters.ffmetadata',
  description: 'scenes as chapters that ffmpeg writes into a video (FFMETADATA)',
  render: (report) =>
    `;FFMETADATA1\ntitle=${escapeValue(report.video.name)}\n${report.scenes.map((scene) => toChapter(scene, report)).join('\n')}\n`,
};
