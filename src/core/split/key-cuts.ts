import type { Packets } from './packets.ts';

/** A cut that went to a key frame. */
export interface KeyCut {
  readonly wantedFrame: number;
  /** The key frame's own frame. */
  readonly frame: number;
  /** Of its packet. */
  readonly position: number;
  /** Pictures that come after the key frame in the stream and before it on the screen. */
  readonly lostFrames: number;
}

/**
 * For each wanted cut the key frame nearest to it (of two equally near, the earlier). Where several go to one key frame,
 * the nearest of them stays; where one goes to the first of all, nothing is cut.
 */
export function snapToKeys({ frames, keys }: Packets, wantedFrames: readonly number[]): KeyCut[] {
  const byPosition = new Map<number, KeyCut>();
  for (const wantedFrame of wantedFrames) {
    const distance = (position: number) => Math.abs(frames[position]! - wantedFrame);
    // Key frames come in the order in which they are shown: from the nearest on, the distance only grows.
    let best = findFirst(keys.length, (i) => frames[keys[i]!]! >= wantedFrame);
    if (best === keys.length || (best > 0 && distance(keys[best - 1]!) <= distance(keys[best]!))) best--;
    const position = keys[best];
    if (position === undefined || position === keys[0]) continue;
    const known = byPosition.get(position);
    if (known && Math.abs(known.frame - known.wantedFrame) <= distance(position)) continue;
    byPosition.set(position, cutAt(frames, position, wantedFrame));
  }
  return [...byPosition.values()].sort((a, b) => a.position - b.position);
}

/** The last key frame that is shown at a frame or before it; the first of all where there is none. */
export function findKeyBefore({ frames, keys }: Packets, wantedFrame: number): KeyCut {
  const after = findFirst(keys.length, (i) => frames[keys[i]!]! > wantedFrame);
  // The video itself begins there: nothing before it is missing.
  if (after <= 1) return { wantedFrame, frame: 0, position: 0, lostFrames: 0 };
  return cutAt(frames, keys[after - 1]!, wantedFrame);
}

/** The first key frame that is shown at a frame or after it; null: only the end of the video comes after it. */
export function findKeyAfter({ frames, keys }: Packets, wantedFrame: number): KeyCut | null {
  const position = keys[findFirst(keys.length, (i) => frames[keys[i]!]! >= wantedFrame)];
  return position === undefined ? null : cutAt(frames, position, wantedFrame);
}

const cutAt = (frames: readonly number[], position: number, wantedFrame: number): KeyCut => ({
  wantedFrame,
  frame: frames[position]!,
  position,
  lostFrames: countLost(frames, position),
});

/** Pictures before a key frame follow it at once. */
function countLost(frames: readonly number[], key: number): number {
  let end = key + 1;
  while (end < frames.length && frames[end]! < frames[key]!) end++;
  return end - key - 1;
}

/** The first of `count` numbers for which a condition holds that, once it does, goes on to hold; `count` for none. */
function findFirst(count: number, holds: (i: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
