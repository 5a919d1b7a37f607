import { findAt } from '../../core/math/find-at.ts';
import type { Report } from '../../core/report.ts';
import { titleScene } from '../../core/wording/text.ts';
import { type Boundary, describeBoundary, findBoundaryAt, matchesBoundary } from '../model/boundaries.ts';
import { valueAt } from '../model/curve.ts';
import { type Film, rankBreaks } from '../model/film.ts';
import type { Filters } from '../model/filters.ts';
import { formatScore, humanize } from '../model/format.ts';
import { isInLane } from '../model/lanes.ts';
import { pickShotPicture, picturesAround } from '../model/pictures.ts';
import { timecodeOf } from '../model/place.ts';
import { describeSeen, findSegment, type Track, type TrackSegment } from '../model/tracks.ts';
import { byId } from './dom.ts';
import type { PictureStore } from './picture-store.ts';
import type { Timeline } from './timeline.ts';

/** What lies this near to the pointer is meant. */
const NEAR_PIXELS = 5;

const listCues = ({ cues }: Report, seconds: number): string[] =>
  cues.filter((cue) => cue.startSeconds <= seconds && seconds < cue.endSeconds).map(({ type }) => humanize(type));

export interface PreviewInput {
  readonly film: Film;
  readonly store: PictureStore;
  readonly timeline: Timeline;
  readonly getFilters: () => Filters;
}

/** What is under the pointer in the timeline, in words and pictures. */
export function createPreview({ film, store, timeline, getFilters }: PreviewInput) {
  const preview = byId('preview');
  const ranks = rankBreaks(film.report.storyBreaks);

  function boundaryAt(x: number, y: number): Boundary | null {
    const { shots, change } = timeline.lanes;
    if (!isInLane(y, shots) && !isInLane(y, change)) return null;
    const found = findBoundaryAt(film.boundaries, timeline.exactFrameAtX(x), timeline.framesIn(NEAR_PIXELS));
    return found !== null && matchesBoundary(found, getFilters()) ? found : null;
  }

  function describeBreaks(x: number): string | null {
    const pin = timeline.pinAt(x);
    if (pin !== null) {
      const { score, safe } = film.report.storyBreaks[pin.breakIndex]!;
      return `Break ${ranks[pin.breakIndex]} · score ${formatScore(score)}${safe ? '' : ' · not safe'}`;
    }
    const [frame, near] = [timeline.exactFrameAtX(x), timeline.framesIn(NEAR_PIXELS)];
    const candidate = film.otherCandidates.find((other) => Math.abs(other.frame - frame) <= near);
    if (candidate === undefined) return null;
    return `No break here · score ${formatScore(candidate.score)} · ${humanize(candidate.outcome)}`;
  }

  /** What a lane of labels, brands or products shows under the pointer. */
  function seenAt(x: number, y: number): TrackSegment | null {
    const lane = timeline.trackAt(y);
    if (lane === null) return null;
    const { track, top, height } = lane;
    const row = Math.floor(((y - top) / height) * track.rows);
    return findSegment(track, timeline.secondsAtX(x), { slackSeconds: timeline.secondsIn(NEAR_PIXELS), row });
  }

  function describeTrack(track: Track, seen: TrackSegment | null): string {
    if (seen !== null) return describeSeen(seen, film.report.video);
    return track.kind === 'label' ? `${track.title}: not seen here` : `No ${track.kind} seen here`;
  }

  function describeLane(x: number, y: number, frame: number): string | null {
    const { breaks, scenes, change, loudness } = timeline.lanes;
    const lane = timeline.trackAt(y);
    if (lane !== null) return describeTrack(lane.track, seenAt(x, y));
    if (isInLane(y, breaks)) return describeBreaks(x);
    if (isInLane(y, scenes)) {
      const near = timeline.framesIn(NEAR_PIXELS);
      const scene = film.report.scenes.find(
        ({ index, startFrame }) => index > 0 && Math.abs(startFrame - timeline.exactFrameAtX(x)) <= near,
      );
      return scene === undefined
        ? null
        : `${titleScene(scene, film.titleOf)} · begins at ${scene.startTimecode} · boundary strength ${formatScore(scene.boundaryStrength)}`;
    }
    const score = isInLane(y, change) ? valueAt(film.shotChange, frame - film.firstFrame) : null;
    const boundary = boundaryAt(x, y);
    if (boundary !== null) {
      const words = describeBoundary(boundary, film.report.video);
      return score === null ? words : `Score ${formatScore(score)} · ${words}`;
    }
    if (score !== null) return `Score ${formatScore(score)} · shot ${findAt(film.shotStarts, frame) + 1}`;
    const level =
      film.loudness !== null && isInLane(y, loudness) ? valueAt(film.loudness, frame - film.firstFrame) : null;
    return level === null ? null : `Loudness ${level.toFixed(1).replace('-', '−')} LUFS`;
  }

  function describeFrame(x: number, frame: number): string {
    const scene = film.report.scenes[findAt(film.sceneStarts, frame)]!;
    const shot = `Shot ${findAt(film.shotStarts, frame) + 1}`;
    const seconds = timeline.secondsAtX(x);
    const cues = listCues(film.report, seconds);
    const { missing } = film.report.video.pictures;
    const isMissing = missing.some((range) => range.startSeconds <= seconds && seconds < range.endSeconds);
    const verdict = isMissing ? 'Not seen: no picture could be decoded' : humanize(scene.safety.verdict);
    return [titleScene(scene, film.titleOf), shot, verdict, ...cues].join(' · ');
  }

  function setPicture(id: string, path: string | null): void {
    const source = path === null ? null : store.url(path);
    const image = byId<HTMLImageElement>(id);
    image.hidden = source === null;
    if (source === null || image.dataset.shown === path) return;
    image.src = source;
    image.dataset.shown = path!;
  }

  /** What is seen by the picture that shows it best, a boundary by those on both its sides, anything else by its shot's. */
  function setPictures(boundary: Boundary | null, frame: number, evidence: string | null): void {
    preview.classList.toggle('both-sides', boundary !== null);
    if (evidence !== null && store.has(evidence)) {
      setPicture('preview-picture', evidence);
      setPicture('preview-after', null);
      return;
    }
    if (boundary !== null) {
      const { before, after } = picturesAround(boundary.startFrame, boundary.index, film.report.shots, store);
      setPicture('preview-picture', before?.thumbnail ?? null);
      setPicture('preview-after', after?.thumbnail ?? null);
      return;
    }
    const scene = film.report.scenes[findAt(film.sceneStarts, frame)]!;
    const path = pickShotPicture(findAt(film.shotStarts, frame), scene, film.report.shots, store);
    setPicture('preview-picture', path);
    setPicture('preview-after', null);
  }

  return {
    boundaryAt,
    hide: () => {
      preview.hidden = true;
    },
    show(x: number, y: number, clientX: number): void {
      const frame = timeline.frameAtX(x);
      setPictures(boundaryAt(x, y), frame, seenAt(x, y)?.thumbnail ?? null);
      byId('preview-time').textContent = timecodeOf(frame, film.report.video);
      byId('preview-text').textContent = describeLane(x, y, frame) ?? describeFrame(x, frame);
      preview.hidden = false;
      const host = byId('lanes').getBoundingClientRect();
      const left = clientX - host.left - preview.offsetWidth / 2;
      preview.style.left = `${Math.min(Math.max(left, 8), host.width - preview.offsetWidth - 8)}px`;
    },
  };
}
