import type { Scene } from '../core/report.ts';
import { nameScene } from '../core/wording/label-title.ts';
import { toSingleLine } from '../core/wording/text.ts';
import type { ReportFormat } from './types.ts';

const MICROSECONDS = 1_000_000;

// https://ffmpeg.org/ffmpeg-formats.html#Metadata-2: '=', ';', '#', '\' and line ends take a backslash.
const escapeValue = (text: string): string => toSingleLine(text).replace(/[=;#\\]/g, '\\$&');

const toChapter = (scene: Scene): string =>
  [
    '[CHAPTER]',
    `TIMEBASE=1/${MICROSECONDS}`,
    `START=${Math.round(scene.startSeconds * MICROSECONDS)}`,
    `END=${Math.round(scene.endSeconds * MICROSECONDS)}`,
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
    `;FFMETADATA1\ntitle=${escapeValue(report.video.name)}\n${report.scenes.map(toChapter).join('\n')}\n`,
};
