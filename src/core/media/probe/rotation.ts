import type { StreamFacts } from './facts.ts';

/** ffmpeg turns pictures by quarters when the matrix is less than a degree from one; browsers and phones as well. */
const QUARTER_TOLERANCE = 1;

export interface Rotation {
  /** Clockwise turn that a player applies: 0, 90, 180 or 270. */
  readonly degrees: number;
  /** Whether the file asks for another turn, which players do not make. */
  readonly isOdd: boolean;
}

/** The turn by the display matrix of a track; ffprobe prints counterclockwise degrees. */
export function findRotation({ side_data_list }: StreamFacts): Rotation {
  const asked = -(side_data_list.find(({ rotation }) => rotation !== null)?.rotation ?? 0);
  const quarter = Math.round(asked / 90) * 90;
  if (!(Math.abs(asked - quarter) < QUARTER_TOLERANCE)) return { degrees: 0, isOdd: true };
  return { degrees: ((quarter % 360) + 360) % 360, isOdd: false };
}
