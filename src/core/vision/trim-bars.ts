import { IMAGE_SIZE } from './manifest.ts';

const SIZE = IMAGE_SIZE;

/** A bar's pixels are black but for what a codec leaves: luma of 8 bits, full range. */
const BLACK_LUMA = 26;
/** Share of a line that must be black: a channel's logo may stand in a bar. */
const BLACK_SHARE = 0.96;
/** Pixels of 299. Narrower bars hardly change what a network sees. */
const MIN_BAR = 10;
/** By how many pixels the two bars may differ: what shows less symmetry is a dark picture, not a framed one. */
const MAX_DIFFERENCE = 5;
/** What is left is at least a quarter of the side: upright films in wide ones keep 0.32. */
const MIN_CONTENT = Math.round(SIZE / 4);
/** A picture begins along its whole edge, words on black do not: share of the lines next to a bar that is not black. */
const MIN_EDGE_SHARE = 0.35;
const EDGE_LINES = 6;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Cuts the black bars of a letterbox or pillarbox off a frame and scales what is left to the whole frame again (bilinear);
 * a frame without bars is given back as it is. It looks at this frame alone, so it does not matter where a video was cut.
 * A black frame, a title on black and a dark picture keep their edges.
 *
 * @param frame RGB [299, 299, 3], 8 bits a channel
 */
export function trimBars(frame: Uint8Array): Uint8Array {
  const box = findContent(frame);
  return box ? stretch(frame, box) : frame;
}

/** What the bars leave, in pixels, half open; null where there are none. */
function findContent(frame: Uint8Array): Box | null {
  const isBlack = markBlack(frame);
  const rows = findBars((y, x) => isBlack[y * SIZE + x], 0, SIZE);
  const [top, bottom] = rows ?? [0, SIZE];
  // Columns between the bars above and below: with both, a picture stands in the middle of the frame.
  const columns = findBars((x, y) => isBlack[y * SIZE + x], top, bottom);
  const [left, right] = columns ?? [0, SIZE];
  return rows || columns ? { left, top, right, bottom } : null;
}

function markBlack(frame: Uint8Array): Uint8Array {
  const isBlack = new Uint8Array(SIZE * SIZE);
  // Weights of ITU-R BT.601, in 1/256.
  for (let i = 0, at = 0; i < isBlack.length; i++, at += 3)
    isBlack[i] = 77 * frame[at] + 150 * frame[at + 1] + 29 * frame[at + 2] < BLACK_LUMA * 256 ? 1 : 0;
  return isBlack;
}

/** The lines between two bars, half open; null where there are no two alike. A line is read over [from, to). */
function findBars(isBlack: (line: number, at: number) => number, from: number, to: number): [number, number] | null {
  const shareOf = (line: number) => {
    let black = 0;
    for (let at = from; at < to; at++) black += isBlack(line, at);
    return black / (to - from);
  };
  let first = 0;
  while (first < SIZE && shareOf(first) >= BLACK_SHARE) first++;
  let end = SIZE;
  while (end > first && shareOf(end - 1) >= BLACK_SHARE) end--;
  const [before, after] = [first, SIZE - end];
  if (Math.min(before, after) < MIN_BAR || Math.abs(before - after) > MAX_DIFFERENCE) return null;
  // The first line is half bar, half picture.
  const [start, stop] = [first + 1, end - 1];
  if (stop - start < MIN_CONTENT) return null;
  const edge = (lines: readonly number[]) => 1 - lines.reduce((sum, line) => sum + shareOf(line), 0) / lines.length;
  const near = Array.from({ length: EDGE_LINES }, (_, i) => i);
  const shares = [edge(near.map((i) => start + i)), edge(near.map((i) => stop - 1 - i))];
  return Math.max(...shares) >= MIN_EDGE_SHARE ? [start, stop] : null;
}

function stretch(frame: Uint8Array, { left, top, right, bottom }: Box): Uint8Array {
  const out = new Uint8Array(frame.length);
  const xs = axis(left, right);
  const ys = axis(top, bottom);
  for (let y = 0; y < SIZE; y++) {
    const { near: y0, far: y1, share: fy } = ys[y];
    for (let x = 0; x < SIZE; x++) {
      const { near: x0, far: x1, share: fx } = xs[x];
      for (let c = 0; c < 3; c++) {
        const at = (row: number, column: number) => frame[(row * SIZE + column) * 3 + c];
        const upper = at(y0, x0) * (1 - fx) + at(y0, x1) * fx;
        const lower = at(y1, x0) * (1 - fx) + at(y1, x1) * fx;
        out[(y * SIZE + x) * 3 + c] = Math.round(upper * (1 - fy) + lower * fy);
      }
    }
  }
  return out;
}

/** For each pixel of a side, the two of [from, to) that it lies between. */
const axis = (from: number, to: number) =>
  Array.from({ length: SIZE }, (_, i) => {
    const place = Math.max(from, Math.min(to - 1, from + ((to - from) * (i + 0.5)) / SIZE - 0.5));
    const near = Math.floor(place);
    return { near, far: Math.min(to - 1, near + 1), share: place - near };
  });
