import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { TrueRange } from './films.ts';

/**
 * Networks of others whose answers can lie beside a video, as `<name of the video>.<suffix>.u8`: the probability of a
 * transition times 255, a byte a decoded frame.
 */
const PEERS = [{ name: 'TransNetV2', suffix: 'transnet' }] as const;
/** TransNetV2's own threshold (`predictions_to_scenes` of its inference code). */
const MIN_PROBABILITY = 0.5;

export interface PeerAnswer {
  readonly name: string;
  readonly transitions: readonly TrueRange[];
}

/** What the peers say whose answers lie beside a video. */
export function readPeers(video: string): PeerAnswer[] {
  return PEERS.flatMap(({ name, suffix }) => {
    const file = join(dirname(video), `${basename(video, extname(video))}.${suffix}.u8`);
    return existsSync(file) ? [{ name, transitions: readCurve(readFileSync(file)) }] : [];
  });
}

/**
 * One transition for each run of frames above the threshold, as TransNetV2 divides a video: the run's first frame ends a
 * shot, the frame after its last one begins the next. A run that touches an end of the video divides nothing.
 */
export function readCurve(curve: Uint8Array): TrueRange[] {
  const transitions: TrueRange[] = [];
  let first = -1;
  for (const [frame, value] of curve.entries()) {
    const isIn = value > MIN_PROBABILITY * 255;
    if (isIn && first < 0) first = frame;
    if (isIn || first < 0) continue;
    if (first > 0)
      transitions.push({ type: frame - first > 1 ? 'gradual' : 'cut', startFrame: first, endFrame: frame });
    first = -1;
  }
  return transitions;
}
