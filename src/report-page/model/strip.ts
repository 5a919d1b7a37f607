import type { Report } from '../../core/report.ts';

/** Pictures of one shot that stand side by side in one row. */
export interface StripPart {
  readonly shotIndex: number;
  /** Which of the shot's pictures: half open. */
  readonly firstPicture: number;
  readonly endPicture: number;
}

export interface StripRow {
  readonly parts: readonly StripPart[];
  /** The scene that begins with this row, or null. */
  readonly sceneIndex: number | null;
}

export interface StripSize {
  readonly widthPixels: number;
  readonly picturePixels: number;
  /** Room for the mark before a shot. */
  readonly markPixels: number;
}

/**
 * Lays shots out in rows like words: a scene begins a row, a shot stays in one row where it fits, and a row that does not
 * begin the video has room for the last picture of the row before, so that every boundary has both its sides in one row.
 *
 * @param pictureCounts of each shot; one without pictures takes the room of one
 */
export function layoutStrip(
  report: Pick<Report, 'scenes'>,
  pictureCounts: readonly number[],
  { widthPixels, picturePixels, markPixels }: StripSize,
): StripRow[] {
  const rows: StripRow[] = [];
  const room = widthPixels - picturePixels;
  const perRow = Math.max(1, Math.floor((room - markPixels) / picturePixels));
  for (const scene of report.scenes) {
    let parts: StripPart[] = [];
    let used = 0;
    let starts: number | null = scene.index;
    const flush = () => {
      if (parts.length > 0) rows.push({ parts, sceneIndex: starts });
      parts = [];
      used = 0;
      starts = null;
    };
    for (let shotIndex = scene.firstShot; shotIndex <= scene.lastShot; shotIndex++) {
      const count = Math.max(1, pictureCounts[shotIndex] ?? 1);
      for (let firstPicture = 0; firstPicture < count; ) {
        const endPicture = Math.min(count, firstPicture + perRow);
        const width = markPixels + (endPicture - firstPicture) * picturePixels;
        if (used + width > room) flush();
        parts.push({ shotIndex, firstPicture, endPicture });
        used += width;
        firstPicture = endPicture;
      }
    }
    flush();
  }
  return rows;
}
