import { findAt } from '../../core/math/find-at.ts';
import { namesThing } from '../../core/wording/text.ts';
import type { Film } from '../model/film.ts';
import { formatCount, humanize } from '../model/format.ts';
import { pickShotPicture } from '../model/pictures.ts';
import { timecodeOf } from '../model/place.ts';
import { byId } from './dom.ts';
import type { PictureStore } from './picture-store.ts';
import type { Player } from './player.ts';

const LABELS_SHOWN = 4;

/** Shows the player's state: the picture, the clock and what the playhead is in. */
export function createStage(film: Film, store: PictureStore) {
  const { report } = film;
  const [image, empty, video] = [byId<HTMLImageElement>('frame'), byId('frame-empty'), byId('video')];
  const [play, timecode] = [byId<HTMLButtonElement>('play'), byId('timecode')];
  let shownShot = -1;

  function showShot(shotIndex: number): void {
    const sceneIndex = findAt(film.sceneStarts, report.shots[shotIndex]!.startFrame);
    const scene = report.scenes[sceneIndex]!;
    const path = pickShotPicture(shotIndex, scene, report.shots, store);
    const source = path === null ? null : store.url(path);
    if (source !== null) image.src = source;
    image.alt = `Shot ${shotIndex + 1}`;
    image.hidden = source === null;
    empty.hidden = source !== null;
    byId('now-scene').textContent = `Scene ${sceneIndex + 1}`;
    byId('now-shot').textContent =
      `of ${formatCount(report.scenes.length)} · shot ${formatCount(shotIndex + 1)} of ${formatCount(report.shots.length)}`;
    const [ofShot, ofScene] = [report.shots[shotIndex]!, scene].map(({ labels }) => labels.filter(namesThing));
    byId('now-labels').textContent = (ofShot.length > 0 ? ofShot : ofScene)
      .slice(0, LABELS_SHOWN)
      .map(film.titleOf)
      .join(', ');
    const safety = byId('now-safety');
    const { verdict, reasons } = scene.safety;
    safety.dataset.verdict = verdict;
    safety.textContent = [humanize(verdict), ...reasons.slice(0, 2).map(({ category }) => humanize(category))].join(
      ' · ',
    );
  }

  return {
    update(player: Player): void {
      timecode.textContent = timecodeOf(player.frame, report.video);
      byId('stage').classList.toggle('playing', player.playing);
      play.setAttribute('aria-label', player.playing ? 'Pause' : 'Play');
      video.hidden = !player.hasVideo;
      const shot = findAt(film.shotStarts, player.frame);
      if (shot === shownShot) return;
      shownShot = shot;
      showShot(shot);
    },
    /** Shows the picture again, once there are pictures. */
    refresh(): void {
      if (shownShot >= 0) showShot(shownShot);
    },
  };
}
