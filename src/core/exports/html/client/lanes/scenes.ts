import type { Scene } from '../../../../report.ts';
import { titleScene } from '../../../text.ts';
import { findAt, frameAt } from '../../model/film.ts';
import { matchesScene } from '../../model/filters.ts';
import { pickShotPicture } from '../../model/pictures.ts';
import { toSeconds, toX } from '../../model/time-scale.ts';
import { type Drawing, fillBlock, fitText, LANES, toVisible } from './drawing.ts';

const LANE = LANES[2]!;
const PICTURE_ASPECT = 16 / 9;
const PICTURE_WIDTH = Math.round(LANE.height * PICTURE_ASPECT);
/** Scenes narrower than this share their pictures with their neighbours. */
const OWN_PICTURES_FROM = 26;
/** A strip narrower than this is only colour. */
const PICTURES_FROM = 8;
/** How much of a scene that the filters leave out is covered. */
const FADED = 0.82;

/** A stretch of the lane that has its own strip of pictures: one scene, or several narrow ones. */
type Strip = Pick<Scene, 'startSeconds' | 'endSeconds' | 'firstShot' | 'lastShot'> & { readonly scenes: Scene[] };

function groupScenes({ film, scale }: Drawing): Strip[] {
  const strips: Strip[] = [];
  let narrow = false;
  for (const scene of film.report.scenes) {
    const { startSeconds, endSeconds, firstShot, lastShot } = scene;
    const isNarrow = (endSeconds - startSeconds) * scale.pixelsPerSecond < OWN_PICTURES_FROM;
    const last = strips.at(-1);
    if (isNarrow && narrow && last !== undefined) {
      strips[strips.length - 1] = { ...last, endSeconds, lastShot };
      last.scenes.push(scene);
    } else {
      strips.push({ startSeconds, endSeconds, firstShot, lastShot, scenes: [scene] });
    }
    narrow = isNarrow;
  }
  return strips;
}

/** Draws a picture cut to 16 : 9 around its middle. */
function drawPicture(context: CanvasRenderingContext2D, image: HTMLImageElement, x: number): void {
  const { naturalWidth, naturalHeight } = image;
  const width = Math.min(naturalWidth, naturalHeight * PICTURE_ASPECT);
  const height = Math.min(naturalHeight, naturalWidth / PICTURE_ASPECT);
  const [left, top] = [(naturalWidth - width) / 2, (naturalHeight - height) / 2];
  context.drawImage(image, left, top, width, height, x, LANE.top, PICTURE_WIDTH, LANE.height);
}

/** Pictures side by side from the strip's start on, each of the shot at its middle. */
function drawPictures({ context, film, scale, store }: Drawing, strip: Strip, x: number, width: number): void {
  const left = toX(strip.startSeconds, scale);
  const right = toX(strip.endSeconds, scale);
  const firstTile = Math.max(0, Math.floor((x - left) / PICTURE_WIDTH));
  for (let tileX = left + firstTile * PICTURE_WIDTH; tileX < x + width; tileX += PICTURE_WIDTH) {
    const middle = Math.min(tileX + PICTURE_WIDTH / 2, right - 1);
    const shot = findAt(film.shotStarts, frameAt(toSeconds(middle, scale), film));
    const inStrip = Math.min(Math.max(shot, strip.firstShot), strip.lastShot);
    const path = pickShotPicture(inStrip, strip, film.report.shots, store);
    const image = path === null ? null : store.image(path);
    if (image !== null) drawPicture(context, image, tileX);
  }
}

function drawTitle({ context }: Drawing, scene: Scene, x: number, width: number): void {
  const title = fitText(context, titleScene(scene).replace('Scene ', ''), width - 12);
  if (title === '') return;
  const shadeTop = LANE.top + LANE.height - 24;
  const shade = context.createLinearGradient(0, shadeTop, 0, shadeTop + 24);
  shade.addColorStop(0, 'rgb(0 0 0 / 0)');
  shade.addColorStop(1, 'rgb(0 0 0 / 0.78)');
  context.fillStyle = shade;
  context.fillRect(x, shadeTop, width, 24);
  context.fillStyle = '#fff';
  context.fillText(title, x + 6, LANE.top + LANE.height - 8);
}

function drawStrip(drawing: Drawing, strip: Strip): void {
  const visible = toVisible(strip.startSeconds, strip.endSeconds, drawing.scale);
  if (visible === null) return;
  const { context, film, filters, palette, scale } = drawing;
  const [x, width] = visible;
  for (const scene of strip.scenes) {
    const block = toVisible(scene.startSeconds, scene.endSeconds, scale);
    const tone = scene.index % 2 === 0 ? palette['scene-even'] : palette['scene-odd'];
    if (block !== null) fillBlock(drawing, block[0], block[1], LANE, tone);
  }
  if (width < PICTURES_FROM) return;
  context.save();
  context.beginPath();
  context.roundRect(x, LANE.top, width - 2, LANE.height, 4);
  context.clip();
  drawPictures(drawing, strip, x, width);
  for (const scene of strip.scenes) {
    const block = toVisible(scene.startSeconds, scene.endSeconds, scale);
    if (block === null) continue;
    if (block[1] >= OWN_PICTURES_FROM) drawTitle(drawing, scene, block[0], block[1]);
    if (matchesScene(scene, film.report.shots, filters)) continue;
    context.globalAlpha = FADED;
    context.fillStyle = palette.surface;
    context.fillRect(block[0], LANE.top, block[1], LANE.height);
    context.globalAlpha = 1;
  }
  context.restore();
}

/** Scenes as strips of pictures with their titles; those that the filters leave out fade. */
export function drawScenes(drawing: Drawing): void {
  for (const strip of groupScenes(drawing)) drawStrip(drawing, strip);
}
