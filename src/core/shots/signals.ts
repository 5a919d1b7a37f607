import { LAGS, SIGNAL_COUNT, SPANS, signalIndex } from '../measurements/signal-names.ts';
import { measureColorBars } from './color-bars.ts';
import { betweenness, colorDifference, placeDifference, structureDifference } from './differences.ts';
import { compareInPlace } from './in-place.ts';
import { describePicture, type PictureMeasures } from './picture.ts';
import { SMALL_FRAME_BYTES } from './small-frame.ts';

export { SMALL_FRAME } from './small-frame.ts';

/** How many earlier frames a frame's row depends on. */
export const CONTEXT_FRAMES = 64;

const FIRST_DIFFERENCE = signalIndex('structure-1');
const KEPT = signalIndex('kept-1');

export interface SignalMeter {
  /** Takes the next small frame (Uint8Array [27 x 48 x 3], RGB; not kept) and gives its row, Float32Array [SIGNAL_COUNT]. */
  push(smallFrame: Uint8Array): Float32Array;
}

interface Shown {
  readonly picture: PictureMeasures;
  lastFrame: number;
}

/**
 * Measures frames one after the other. A row depends on its frame and the CONTEXT_FRAMES frames before it alone, so a
 * meter that starts that much earlier, or at frame 0, gives the same row bit for bit.
 */
export function createSignalMeter(): SignalMeter {
  const previous = new Uint8Array(SMALL_FRAME_BYTES);
  /** Distinct pictures within the context, newest last. */
  const shown: Shown[] = [];
  let frame = -1;

  return {
    push(smallFrame) {
      frame++;
      const newest = shown.at(-1);
      const duplicate = newest !== undefined && Buffer.compare(previous, smallFrame) === 0;
      if (duplicate) newest.lastFrame = frame;
      else {
        previous.set(smallFrame);
        shown.push({ picture: describePicture(smallFrame), lastFrame: frame });
      }
      while (shown[0].lastFrame < frame - CONTEXT_FRAMES) shown.shift();
      return measureRow(shown, duplicate, smallFrame);
    },
  };
}

function measureRow(shown: readonly Shown[], duplicate: boolean, smallFrame: Uint8Array): Float32Array {
  const row = new Float32Array(SIGNAL_COUNT);
  const ago = (count: number): PictureMeasures => shown[Math.max(0, shown.length - 1 - count)].picture;
  const now = ago(0);
  row[0] = duplicate ? 1 : 0;
  row[1] = now.lumaMean;
  row[2] = now.lumaDeviation;
  row[3] = now.lumaLow;
  row[4] = now.lumaHigh;
  row[5] = now.colorfulness;
  row[6] = measureColorBars(smallFrame);
  if (duplicate) {
    row[KEPT] = 1;
    return row;
  }

  row[7] = placeDifference(now, ago(1));
  row[8] = placeDifference(now, ago(32));
  let at = FIRST_DIFFERENCE;
  for (const lag of LAGS) {
    // Lags beyond the oldest picture all compare with that one: measured once.
    const repeated = lag > 1 && ago(lag) === ago(LAGS[LAGS.indexOf(lag) - 1]);
    row[at] = repeated ? row[at - 2] : structureDifference(now, ago(lag));
    row[at + 1] = repeated ? row[at - 1] : colorDifference(now, ago(lag));
    at += 2;
  }
  for (const span of SPANS) {
    const { mixResidual, splitResidual, incomingShare } = betweenness(ago(2 * span), ago(span), now);
    row[at++] = mixResidual;
    row[at++] = splitResidual;
    row[at++] = incomingShare;
  }
  const { kept, toneResidual } = compareInPlace(now, ago(1));
  row[KEPT] = kept;
  row[KEPT + 1] = toneResidual;
  return row;
}
