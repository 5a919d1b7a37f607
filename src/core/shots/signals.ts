import { measureColorBars } from './color-bars.ts';
import { betweenness, colorDifference, placeDifference, structureDifference } from './differences.ts';
import { describePicture, type Picture } from './picture.ts';
import { SMALL_FRAME_BYTES } from './small-frame.ts';

export { SMALL_FRAME } from './small-frame.ts';

/** How many earlier frames a frame's row depends on. */
export const CONTEXT_FRAMES = 64;

/** The earlier pictures that a picture is compared with. Halves and doubles of a lag are lags, so that 60 fps can be read as 30. */
export const LAGS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64] as const;
/** Half the spans over which three pictures are compared: now, `span` pictures ago, `2 span` pictures ago. */
export const SPANS = [4, 8, 16, 32] as const;

/**
 * Names of a row's values, in order. "Pictures ago" counts distinct pictures: a repeated frame is no picture. A picture
 * that lies further back than CONTEXT_FRAMES frames is replaced by the oldest one within them.
 * - `duplicate`: 1 when the frame repeats the one before it byte for byte, else 0. Then the differences are 0.
 * - `luma-mean`, `luma-deviation`, `luma-low` (2 % of the pixels are darker), `luma-high` (2 % are lighter): 0..1
 * - `colorfulness`: mean distance from grey, 0..1
 * - `place-1`, `place-32`: mean absolute RGB difference from the picture 1 and 32 ago, 0..1, see `placeDifference`
 * - `color-bars`: 1 when the frame looks like a colour bar test pattern, else 0
 * - `structure-N`, `color-N`: differences from the picture N ago, see `structureDifference`, `colorDifference`
 * - `mix-N`, `split-N`, `share-N`: how the picture N ago lies between now and 2 N ago, see `betweenness`
 */
export const SIGNALS: readonly string[] = [
  'duplicate',
  'luma-mean',
  'luma-deviation',
  'luma-low',
  'luma-high',
  'colorfulness',
  'color-bars',
  'place-1',
  'place-32',
  ...LAGS.flatMap((lag) => [`structure-${lag}`, `color-${lag}`]),
  ...SPANS.flatMap((span) => [`mix-${span}`, `split-${span}`, `share-${span}`]),
];
export const SIGNAL_COUNT = SIGNALS.length;

/** Position of a signal in a row. */
export function signalIndex(name: string): number {
  const index = SIGNALS.indexOf(name);
  if (index < 0) throw new RangeError(`No signal is named ${JSON.stringify(name)}; the names are in SIGNALS`);
  return index;
}

const FIRST_DIFFERENCE = signalIndex('structure-1');

export interface SignalMeter {
  /** Takes the next small frame (Uint8Array [27 x 48 x 3], RGB; not kept) and gives its row, Float32Array [SIGNAL_COUNT]. */
  push(smallFrame: Uint8Array): Float32Array;
}

interface Shown {
  readonly picture: Picture;
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
  const ago = (count: number): Picture => shown[Math.max(0, shown.length - 1 - count)].picture;
  const now = ago(0);
  row[0] = duplicate ? 1 : 0;
  row[1] = now.lumaMean;
  row[2] = now.lumaDeviation;
  row[3] = now.lumaLow;
  row[4] = now.lumaHigh;
  row[5] = now.colorfulness;
  row[6] = measureColorBars(smallFrame);
  if (duplicate) return row;

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
  return row;
}
