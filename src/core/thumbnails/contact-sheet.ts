import { join } from 'node:path';
import { ReelsightError } from '../errors.ts';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../media/ffmpeg.ts';
import { addOwnFile } from '../media/input.ts';
import { formatClock } from '../wording/text.ts';

const COLUMNS = 10;
/** Of one sheet: more in a picture make it larger than browsers like to decode. */
const PER_SHEET = 100;

/** A still on a sheet, with the time that it stands for, in whole milliseconds. */
interface SheetTile {
  readonly startMs: number;
  readonly endMs: number;
}

export interface SheetJob {
  readonly ffmpeg: Ffmpeg;
  /** Holds the stills as `tile-000001.<extension>` and so on; sheets go there too. */
  readonly folder: string;
  readonly extension: string;
  readonly tiles: readonly SheetTile[];
  readonly size: { readonly width: number; readonly height: number };
  readonly signal: AbortSignal;
}

export const nameTile = (index: number, extension: string): string =>
  `tile-${String(index + 1).padStart(6, '0')}.${extension}`;

/**
 * Puts stills of one size on contact sheets of at most 10 x 10 and writes the WebVTT track that video players show them
 * by while one seeks: a cue a still, whose text is its sheet and place there (Media Fragments, `#xywh=`). Returns the
 * names of the sheets and the track's text.
 */
export async function writeContactSheets(job: SheetJob): Promise<{ sheets: string[]; track: string }> {
  const { tiles, size } = job;
  const sheetCount = Math.ceil(tiles.length / PER_SHEET);
  const nameSheet = (sheet: number) =>
    sheetCount === 1 ? 'sprite.jpg' : `sprite-${String(sheet + 1).padStart(3, '0')}.jpg`;
  const sheets: string[] = [];
  for (let sheet = 0; sheet < sheetCount; sheet++) {
    await writeSheet(job, sheet * PER_SHEET, nameSheet(sheet));
    sheets.push(nameSheet(sheet));
  }
  const cues = tiles.map(({ startMs, endMs }, index) => {
    const place = index % PER_SHEET;
    const [x, y] = [(place % COLUMNS) * size.width, Math.floor(place / COLUMNS) * size.height];
    const fragment = `${nameSheet(Math.floor(index / PER_SHEET))}#xywh=${x},${y},${size.width},${size.height}`;
    return `${formatClock(startMs)} --> ${formatClock(endMs)}\n${fragment}\n`;
  });
  return { sheets, track: `WEBVTT\n\n${cues.join('\n')}` };
}

async function writeSheet(job: SheetJob, first: number, name: string): Promise<void> {
  const { ffmpeg, folder, extension, tiles, signal } = job;
  const count = Math.min(PER_SHEET, tiles.length - first);
  const columns = Math.min(COLUMNS, count);
  const pattern = join(folder.replaceAll('%', '%%'), `tile-%06d.${extension}`);
  const tilesFrom = ['-f', 'image2', '-framerate', '1', '-start_number', String(first + 1)];
  const command = addOwnFile(describeCommand(), pattern, tilesFrom)
    .output(join(folder.replaceAll('%', '%%'), name))
    .outputOptions([
      ...['-vf', `trim=end_frame=${count},tile=${columns}x${Math.ceil(count / columns)},format=yuvj420p`],
      ...['-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '3', '-f', 'image2', '-update', '1', '-y'],
    ]);
  const { exitCode, errors } = await runFfmpeg(ffmpeg, command, { signal }).ended;
  if (exitCode !== 0)
    throw new ReelsightError(
      'environment',
      `ffmpeg could not make a contact sheet: ${errors.at(-1) ?? `exit status ${exitCode}`}.`,
    );
}
