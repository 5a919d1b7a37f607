import { SMALL_FRAME } from './small-frame.ts';

/** The grid on which pictures are compared: a small frame with 2 x 2 pixels averaged, its last row left out. */
export const COARSE = { width: SMALL_FRAME.width / 2, height: Math.floor(SMALL_FRAME.height / 2) } as const;

// Read once: in the inner loops a constant of another module costs as much as the arithmetic.
const { width: WIDTH, height: HEIGHT } = COARSE;
const STRIDE = SMALL_FRAME.width * 3;
const COARSE_PIXELS = WIDTH * HEIGHT;
const SMALL_PIXELS = SMALL_FRAME.width * SMALL_FRAME.height;

/** Bins of the colour histogram: luma x blue difference x red difference. */
const LUMA_BINS = 8;
const CHROMA_BINS = 5;
export const HISTOGRAM_BINS = LUMA_BINS * CHROMA_BINS * CHROMA_BINS;

/** One unit of contrast-normalised luma: a standard deviation of the picture is this many steps. */
const STEPS_PER_DEVIATION = 32;
/**
 * Below this standard deviation (of 255) a picture is flat, and normalising it further would show only its noise. A
 * picture at 8 % of its light still has some 4, a codec's noise on a flat ground below 1 when four pixels are averaged.
 */
const FLAT_DEVIATION = 2;
/** A pixel further than three deviations from the mean counts no more than one at three. */
const MAX_STEPS = 3 * STEPS_PER_DEVIATION;

/** What a small frame is compared by. */
export interface PictureMeasures {
  /** Uint8Array [13 x 24 x 3]: mean RGB of the coarse grid. */
  readonly coarse: Uint8Array;
  /** Int16Array [13 x 24]: luma of the coarse grid with the picture's mean taken off and its deviation made 32. */
  readonly structure: Int16Array;
  /** Float32Array [200]: square roots of the shares of pixels in soft colour bins. */
  readonly histogram: Float32Array;
  /** Mean luma, 0..1. */
  readonly lumaMean: number;
  /** Standard deviation of luma, 0..0.5. */
  readonly lumaDeviation: number;
  /** Luma that 2 % of the pixels lie below, 0..1. */
  readonly lumaLow: number;
  /** Luma that 2 % of the pixels lie above, 0..1. */
  readonly lumaHigh: number;
  /** Mean distance of the pixels from grey, 0..1. */
  readonly colorfulness: number;
}

/** Soft binning: the lower bin and the weight (0..1) of the one above it, for each value 0..255. */
function binTable(bins: number, position: (value: number) => number): { low: Uint8Array; weight: Float32Array } {
  const low = new Uint8Array(256);
  const weight = new Float32Array(256);
  for (let value = 0; value < 256; value++) {
    const at = Math.min(Math.max(position(value), 0), bins - 1);
    low[value] = Math.min(Math.floor(at), bins - 2);
    weight[value] = at - low[value];
  }
  return { low, weight };
}

const lumaTable = binTable(LUMA_BINS, (value) => (value / 255) * (LUMA_BINS - 1));
/** Most pixels are nearly grey, so the bins' centres lie close together there: at 0, 24 and 96 of 128. */
const chromaTable = binTable(CHROMA_BINS, (value) => {
  const offset = Math.abs(value - 128);
  const steps = offset <= 24 ? offset / 24 : 1 + (offset - 24) / 72;
  return 2 + Math.sign(value - 128) * steps;
});

const PERCENTILE_PIXELS = Math.round(SMALL_PIXELS * 0.02);

/** Describes a small frame (Uint8Array [27 x 48 x 3], RGB) by what it is compared by. Luma and chroma are BT.601's. */
export function describePicture(smallFrame: Uint8Array): PictureMeasures {
  const histogram = new Float32Array(HISTOGRAM_BINS);
  const lumaCounts = new Uint16Array(256);
  let lumaSum = 0;
  let lumaSquares = 0;
  let chromaSum = 0;
  for (let at = 0; at < SMALL_PIXELS * 3; at += 3) {
    const red = smallFrame[at];
    const green = smallFrame[at + 1];
    const blue = smallFrame[at + 2];
    const luma = (77 * red + 150 * green + 29 * blue + 128) >> 8;
    const blueness = (-43 * red - 85 * green + 128 * blue + 32_768) >> 8;
    const redness = (128 * red - 107 * green - 21 * blue + 32_768) >> 8;
    lumaSum += luma;
    lumaSquares += luma * luma;
    lumaCounts[luma]++;
    chromaSum += Math.abs(blueness - 128) + Math.abs(redness - 128);
    const b = chromaTable.low[blueness] * CHROMA_BINS;
    const r = chromaTable.low[redness];
    const y = lumaTable.low[luma] * CHROMA_BINS * CHROMA_BINS;
    const yWeight = lumaTable.weight[luma];
    const bWeight = chromaTable.weight[blueness];
    const rWeight = chromaTable.weight[redness];
    const low = y + b + r;
    const high = low + CHROMA_BINS * CHROMA_BINS;
    const both = bWeight * rWeight;
    const onlyB = bWeight - both;
    const onlyR = rWeight - both;
    const none = 1 - bWeight - rWeight + both;
    const rest = 1 - yWeight;
    histogram[low] += rest * none;
    histogram[low + 1] += rest * onlyR;
    histogram[low + CHROMA_BINS] += rest * onlyB;
    histogram[low + CHROMA_BINS + 1] += rest * both;
    histogram[high] += yWeight * none;
    histogram[high + 1] += yWeight * onlyR;
    histogram[high + CHROMA_BINS] += yWeight * onlyB;
    histogram[high + CHROMA_BINS + 1] += yWeight * both;
  }
  for (let bin = 0; bin < HISTOGRAM_BINS; bin++) histogram[bin] = Math.sqrt(histogram[bin] / SMALL_PIXELS);

  const mean = lumaSum / SMALL_PIXELS;
  const deviation = Math.sqrt(Math.max(0, lumaSquares / SMALL_PIXELS - mean * mean));
  const coarse = averagePairs(smallFrame);
  return {
    coarse,
    structure: normalizeLuma(coarse),
    histogram,
    lumaMean: mean / 255,
    lumaDeviation: deviation / 255,
    lumaLow: percentile(lumaCounts, 1) / 255,
    lumaHigh: percentile(lumaCounts, -1) / 255,
    colorfulness: chromaSum / SMALL_PIXELS / 255,
  };
}

/** The luma reached when 2 % of the pixels have been counted, from black upwards (1) or from white downwards (-1). */
function percentile(counts: Uint16Array, direction: 1 | -1): number {
  let luma = direction === 1 ? 0 : 255;
  for (let seen = counts[luma]; seen <= PERCENTILE_PIXELS; seen += counts[luma]) luma += direction;
  return luma;
}

function averagePairs(smallFrame: Uint8Array): Uint8Array {
  const coarse = new Uint8Array(COARSE_PIXELS * 3);
  let out = 0;
  for (let row = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++) {
      const at = row * 2 * STRIDE + column * 6;
      for (let c = at; c < at + 3; c++) {
        coarse[out++] =
          (smallFrame[c] + smallFrame[c + 3] + smallFrame[c + STRIDE] + smallFrame[c + STRIDE + 3] + 2) >> 2;
      }
    }
  }
  return coarse;
}

function normalizeLuma(coarse: Uint8Array): Int16Array {
  const luma = new Float32Array(COARSE_PIXELS);
  let sum = 0;
  for (let i = 0; i < COARSE_PIXELS; i++) {
    luma[i] = (77 * coarse[3 * i] + 150 * coarse[3 * i + 1] + 29 * coarse[3 * i + 2]) / 256;
    sum += luma[i];
  }
  const mean = sum / COARSE_PIXELS;
  let squares = 0;
  for (let i = 0; i < COARSE_PIXELS; i++) squares += (luma[i] - mean) ** 2;
  const scale = STEPS_PER_DEVIATION / Math.max(FLAT_DEVIATION, Math.sqrt(squares / COARSE_PIXELS));
  const structure = new Int16Array(COARSE_PIXELS);
  for (let i = 0; i < COARSE_PIXELS; i++) {
    structure[i] = Math.round(Math.min(MAX_STEPS, Math.max(-MAX_STEPS, (luma[i] - mean) * scale)));
  }
  return structure;
}
