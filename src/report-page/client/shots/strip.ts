import type { Report } from '../../../core/report.ts';
import { titleScene } from '../../../core/wording/text.ts';
import type { Film } from '../../model/film.ts';
import { formatCount, formatDuration, formatScore, formatTime } from '../../model/format.ts';
import { listShotPictures, type ShotPicture } from '../../model/pictures.ts';
import { layoutStrip, type StripPart } from '../../model/strip.ts';
import { make } from '../dom.ts';
import type { PictureStore } from '../picture-store.ts';
import type { RowList } from './blocks.ts';
import { makeMarkButton } from './mark.ts';
import { MARK_PIXELS, makePicture, type PictureSize } from './picture-size.ts';

/** What stands below the pictures, between the rows, and above the first row of a scene. */
const [CAPTION, GAP, HEADING] = [18, 8, 34];

type Scene = Report['scenes'][number];

function makeHeading(scene: Scene, film: Film): HTMLElement {
  const strength = scene.index === 0 ? '' : ` · change ${formatScore(scene.boundaryStrength)}`;
  const note = `${scene.startTimecode} · ${formatDuration(scene.endSeconds - scene.startSeconds)}${strength}`;
  return make(
    'h3',
    { className: 'strip-scene' },
    titleScene(scene, film.titleOf),
    make('span', { className: 'muted' }, note),
  );
}

/** The whole video as rows of pictures, shot by shot, with a mark at every boundary. */
export function createStrip(film: Film, store: PictureStore, size: PictureSize, widthPixels: number) {
  const { shots, scenes, video } = film.report;
  const pictures = shots.map((shot) => listShotPictures(shot, store));
  const counts = pictures.map(({ length }) => length);
  const rows = layoutStrip(film.report, counts, {
    widthPixels,
    picturePixels: size.widthPixels,
    markPixels: MARK_PIXELS,
  });
  const rowOfShot = new Map<number, number>();
  rows.forEach(({ parts }, row) => {
    for (const { shotIndex } of parts) if (!rowOfShot.has(shotIndex)) rowOfShot.set(shotIndex, row);
  });

  const makeImage = (picture: ShotPicture | undefined) => {
    const image = makePicture(store, size, picture?.thumbnail ?? null);
    // A click on a picture goes to its own frame.
    if (picture !== undefined) image.dataset.frame = String(picture.frame);
    return image;
  };

  function makePart({ shotIndex, firstPicture, endPicture }: StripPart): HTMLElement {
    const shot = shots[shotIndex]!;
    const own = pictures[shotIndex]!;
    const images = Array.from({ length: endPicture - firstPicture }, (_, i) => makeImage(own[firstPicture + i]));
    const time = formatTime(shot.startSeconds - film.grid.startSeconds);
    const goesOn = firstPicture > 0 ? ', continued' : '';
    const button = make(
      'button',
      { type: 'button', className: 'strip-shot' },
      make('span', { className: 'strip-pictures' }, ...images),
      make(
        'span',
        { className: 'strip-caption' },
        make('span', { className: 'hidden' }, 'Shot '),
        `${formatCount(shotIndex + 1)} · ${time}`,
        make('span', { className: 'hidden' }, `, ${formatDuration(shot.endSeconds - shot.startSeconds)}${goesOn}`),
      ),
    );
    button.dataset.frame = String(own[firstPicture]?.frame ?? shot.startFrame);
    button.dataset.shot = String(shotIndex);
    const before =
      firstPicture > 0
        ? make('span', { className: 'strip-on', title: 'The shot goes on' }, '…')
        : shot.transitionIn.type === 'start'
          ? make('span', { className: 'strip-on' })
          : makeMarkButton(shot, video);
    return make('span', { className: 'strip-part' }, before, button);
  }

  /** The last picture of the row before, so that the row's first boundary has both its sides. */
  function makeEcho({ shotIndex, firstPicture }: StripPart): HTMLElement {
    const before = firstPicture > 0 ? pictures[shotIndex]![firstPicture - 1] : pictures[shotIndex - 1]?.at(-1);
    const echo = make('span', { className: 'strip-echo' });
    echo.setAttribute('aria-hidden', 'true');
    if (shotIndex > 0 || firstPicture > 0) echo.append(makeImage(before));
    return echo;
  }

  function render(row: number): HTMLElement {
    const { parts, sceneIndex } = rows[row]!;
    const line = make('div', { className: 'strip-line' }, makeEcho(parts[0]!), ...parts.map(makePart));
    return make(
      'li',
      { className: 'strip-row' },
      ...(sceneIndex === null ? [] : [makeHeading(scenes[sceneIndex]!, film)]),
      line,
    );
  }

  const heights = rows.map(({ sceneIndex }) => size.heightPixels + CAPTION + GAP + (sceneIndex === null ? 0 : HEADING));
  return { list: { heights, render } satisfies RowList, rowOf: (shotIndex: number) => rowOfShot.get(shotIndex) ?? -1 };
}
