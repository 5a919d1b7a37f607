import { findAt } from '../../../core/math/find-at.ts';
import type { Scene } from '../../../core/report.ts';
import { titleScene } from '../../../core/wording/text.ts';
import { frameAt } from '../../model/film.ts';
import { matchesScene } from '../../model/filters.ts';
import type { Lane } from '../../model/lanes.ts';
import { pickShotPicture } from '../../model/pictures.ts';
import { toSeconds, toX } from '../../model/time-scale.ts';
import { type Drawing, fillBlock, fitText, toVisible } from './drawing.ts';

const PICTURE_ASPECT = 16 / 9;
/** In scenes narrower than this the mark of a boundary would hide more than it shows. */
const STRENGTH_FROM = 12;
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

const pictureWidth = ({ height }: Lane): number => Math.round(height * PICTURE_ASPECT);

/** Draws a picture cut to 16 : 9 around its middle. */
function drawPicture({ context, layout }: Drawing, image: HTMLImageElement, x: number): void {
  const lane = layout.lanes.scenes;
  const { naturalWidth, naturalHeight } = image;
  const width = Math.min(naturalWidth, naturalHeight * PICTURE_ASPECT);
  const height = Math.min(naturalHeight, naturalWidth / PICTURE_ASPECT);
  const [left, top] = [(naturalWidth - width) / 2, (naturalHeight - height) / 2];
  context.drawImage(image, left, top, width, height, x, lane.top, pictureWidth(lane), lane.height);
}

/** Pictures side by side from the strip's start on, each of the shot at its middle. */
function drawPictures(drawing: Drawing, strip: Strip, x: number, width: number): void {
  const { film, scale, store, layout } = drawing;
  const tile = pictureWidth(layout.lanes.scenes);
  const left = toX(strip.startSeconds, scale);
  const right = toX(strip.endSeconds, scale);
  const firstTile = Math.max(0, Math.floor((x - left) / tile));
  for (let tileX = left + firstTile * tile; tileX < x + width; tileX += tile) {
    const middle = Math.min(tileX + tile / 2, right - 1);
    const shot = findAt(film.shotStarts, frameAt(toSeconds(middle, scale), film));
    const inStrip = Math.min(Math.max(shot, strip.firstShot), strip.lastShot);
    const path = pickShotPicture(inStrip, strip, film.report.shots, store);
    const image = path === null ? null : store.image(path);
    if (image !== null) drawPicture(drawing, image, tileX);
  }
}

function drawTitle({ context, film, layout }: Drawing, scene: Scene, x: number, width: number): void {
  const lane = layout.lanes.scenes;
  const title = fitText(context, titleScene(scene, film.titleOf).replace('Scene ', ''), width - 12);
  if (title === '') return;
  const shadeTop = lane.top + lane.height - 24;
  const shade = context.createLinearGradient(0, shadeTop, 0, shadeTop + 24);
  shade.addColorStop(0, 'rgb(0 0 0 / 0)');
  shade.addColorStop(1, 'rgb(0 0 0 / 0.78)');
  context.fillStyle = shade;
  context.fillRect(x, shadeTop, width, 24);
  context.fillStyle = '#fff';
  context.fillText(title, x + 6, lane.top + lane.height - 8);
}

function drawStrip(drawing: Drawing, strip: Strip): void {
  const visible = toVisible(strip.startSeconds, strip.endSeconds, drawing.scale);
  if (visible === null) return;
  const { context, film, filters, palette, scale, layout } = drawing;
  const lane = layout.lanes.scenes;
  const [x, width] = visible;
  for (const scene of strip.scenes) {
    const block = toVisible(scene.startSeconds, scene.endSeconds, scale);
    const tone = scene.index % 2 === 0 ? palette['scene-even'] : palette['scene-odd'];
    if (block !== null) fillBlock(drawing, block[0], block[1], lane, tone);
  }
  if (width < PICTURES_FROM) return;
  context.save();
  context.beginPath();
  context.roundRect(x, lane.top, width - 2, lane.height, 4);
  context.clip();
  drawPictures(drawing, strip, x, width);
  for (const scene of strip.scenes) {
    const block = toVisible(scene.startSeconds, scene.endSeconds, scale);
    if (block === null) continue;
    if (block[1] >= OWN_PICTURES_FROM) drawTitle(drawing, scene, block[0], block[1]);
    if (matchesScene(scene, film.report.shots, filters)) continue;
    context.globalAlpha = FADED;
    context.fillStyle = palette.surface;
    context.fillRect(block[0], lane.top, block[1], lane.height);
    context.globalAlpha = 1;
  }
  context.restore();
}

/** A bar at the beginning of each scene, as high as its boundary is strong. */
function drawStrengths({ context, film, palette, scale, layout }: Drawing): void {
  const { top, height } = layout.lanes.scenes;
  for (const { index, startSeconds, endSeconds, boundaryStrength } of film.report.scenes) {
    const x = Math.round(toX(startSeconds, scale));
    if (index === 0 || x < -3 || x > scale.widthPixels + 3) continue;
    if ((endSeconds - startSeconds) * scale.pixelsPerSecond < STRENGTH_FROM) continue;
    const bar = Math.max(3, height * boundaryStrength);
    context.fillStyle = palette.surface;
    context.fillRect(x - 4, top, 6, height);
    context.fillStyle = palette['line-strong'];
    context.fillRect(x - 3, top, 4, height);
    context.fillStyle = palette.accent;
    context.fillRect(x - 3, top + height - bar, 4, bar);
  }
}

/** Scenes as strips of pictures with their titles; those that the filters leave out fade. */
export function drawScenes(drawing: Drawing): void {
  for (const strip of groupScenes(drawing)) drawStrip(drawing, strip);
  drawStrengths(drawing);
}
