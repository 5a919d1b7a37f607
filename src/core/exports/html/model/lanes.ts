import type { Film } from './film.ts';

export interface Lane {
  readonly name: string;
  readonly top: number;
  readonly height: number;
}

const GAP = 5;
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

export type LaneName = keyof typeof LANES;

export interface LaneLayout {
  readonly lanes: Readonly<Record<LaneName, Lane>>;
  readonly heightPixels: number;
}

/** Where the lanes lie; a lane that the report has nothing for takes no room. */
export function layOutLanes({ loudness }: Pick<Film, 'loudness'>, low: boolean): LaneLayout {
  let top = 0;
  const entries = (Object.keys(LANES) as LaneName[]).map((key) => {
    const [name, tall, short] = LANES[key];
    const height = key === 'loudness' && loudness === null ? 0 : low ? short : tall;
    const lane: Lane = { name, top, height };
    top += height === 0 ? 0 : height + GAP;
    return [key, lane] as const;
  });
  return { lanes: Object.fromEntries(entries) as Record<LaneName, Lane>, heightPixels: top - GAP + 2 };
}

export const isInLane = (y: number, { top, height }: Lane): boolean => y >= top && y < top + height;
