import type { Film } from './film.ts';
import type { Track } from './tracks.ts';

export interface Lane {
  readonly name: string;
  readonly top: number;
  readonly height: number;
}

export interface TrackLane extends Lane {
  readonly track: Track;
}

/** How much room a window has for the lanes. */
export type Room = 'low' | 'middle' | 'tall';

const GAP = 5;
/** Lanes of labels lie close together. */
const LABEL_GAP = 2;
/** From top to bottom: name, height, and height where the window is low. */
const LANES = {
  ruler: ['', 22, 20],
  breaks: ['Breaks', 42, 34],
  scenes: ['Scenes', 46, 32],
  shots: ['Shots', 30, 24],
  change: ['Change', 36, 24],
  loudness: ['Loudness', 28, 20],
  safety: ['Safety', 18, 16],
  cues: ['Cues', 14, 12],
} as const satisfies Record<string, readonly [string, number, number]>;
/** What was seen lies between what was measured and what follows from it. */
const TRACKS_BEFORE = 'safety';

const LABELS_SHOWN: Readonly<Record<Room, number>> = { low: 2, middle: 4, tall: 7 };
const LABEL_HEIGHTS: Readonly<Record<Room, number>> = { low: 11, middle: 12, tall: 14 };
const TRACK_HEIGHTS: Readonly<Record<Room, number>> = { low: 14, middle: 15, tall: 17 };

type LaneName = keyof typeof LANES;

export interface LaneLayout {
  readonly lanes: Readonly<Record<LaneName, Lane>>;
  readonly tracks: readonly TrackLane[];
  readonly heightPixels: number;
}

/** The tracks that there is room for: the first of the labels, by taxonomy, and all that are not labels. */
function chooseTracks(tracks: readonly Track[], room: Room): Track[] {
  const labels = tracks.filter(({ kind }) => kind === 'label').slice(0, LABELS_SHOWN[room]);
  return [...labels.sort((a, b) => a.group - b.group), ...tracks.filter(({ kind }) => kind !== 'label')];
}

function layOutTracks(chosen: readonly Track[], room: Room, from: number): { lanes: TrackLane[]; end: number } {
  let top = from;
  const lanes = chosen.map((track, i): TrackLane => {
    const height = track.kind === 'label' ? LABEL_HEIGHTS[room] : TRACK_HEIGHTS[room] * track.rows;
    const lane = { name: track.title, top, height, track };
    const next = chosen[i + 1];
    top += height + (track.kind === 'label' && next?.kind === 'label' && next.group === track.group ? LABEL_GAP : GAP);
    return lane;
  });
  return { lanes, end: top };
}

/** Where the lanes lie; a lane that the report has nothing for takes no room. */
export function layOutLanes({ loudness, tracks }: Pick<Film, 'loudness' | 'tracks'>, room: Room): LaneLayout {
  let top = 0;
  let trackLanes: TrackLane[] = [];
  const entries = (Object.keys(LANES) as LaneName[]).map((key) => {
    if (key === TRACKS_BEFORE) {
      const { lanes, end } = layOutTracks(chooseTracks(tracks, room), room, top);
      trackLanes = lanes;
      top = end;
    }
    const [name, tall, short] = LANES[key];
    const height = key === 'loudness' && loudness === null ? 0 : room === 'low' ? short : tall;
    const lane: Lane = { name, top, height };
    top += height === 0 ? 0 : height + GAP;
    return [key, lane] as const;
  });
  const lanes = Object.fromEntries(entries) as Record<LaneName, Lane>;
  return { lanes, tracks: trackLanes, heightPixels: top - GAP + 2 };
}

export const isInLane = (y: number, { top, height }: Lane): boolean => y >= top && y < top + height;
