import type { Raster } from './netpbm.ts';

/** Light logos need a dark ground to be seen, and dark ones a light ground: grey levels of the two. */
const [LIGHT_GROUND, DARK_GROUND] = [255, 32];
/** Mean of the visible parts from which on the ground is dark. */
const LIGHT_MEAN = 170;

/**
 * Puts a picture with transparency, RGBA [height, width, 4] with colours not yet multiplied, on a plain ground that it
 * stands out from: RGB [height, width, 3].
 */
export function flatten({ width, height, bytes }: Raster): Uint8Array {
  const ground = meanOfVisible(bytes) >= LIGHT_MEAN ? DARK_GROUND : LIGHT_GROUND;
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < bytes.length; from += 4, to += 3) {
    const alpha = bytes[from + 3]! / 255;
    for (let c = 0; c < 3; c++) rgb[to + c] = Math.round(alpha * bytes[from + c]! + (1 - alpha) * ground);
  }
  return rgb;
}

/** 255 where nothing is transparent: the ground is not seen then. */
function meanOfVisible(rgba: Uint8Array): number {
  let [sum, weight, hidden] = [0, 0, 0];
  for (let i = 0; i < rgba.length; i += 4) {
    const alpha = rgba[i + 3]!;
    hidden += 255 - alpha;
    weight += alpha;
    sum += alpha * (0.299 * rgba[i]! + 0.587 * rgba[i + 1]! + 0.114 * rgba[i + 2]!);
  }
  return hidden === 0 || weight === 0 ? 255 : sum / weight;
}

/** Whether any part can be seen through. */
export function isTransparent({ bytes, depth }: Raster): boolean {
  if (depth !== 4) return false;
  for (let i = 3; i < bytes.length; i += 4) if (bytes[i]! < 255) return true;
  return false;
}
