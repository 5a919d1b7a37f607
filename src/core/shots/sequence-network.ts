/**
 * A network over a sequence of rows: features to channels, then residual blocks that look at rows to both sides, then
 * outputs. `models/shots/train.py` writes it.
 */
export interface NetworkFile {
  readonly features: number;
  readonly channels: number;
  /** How far apart the three rows lie that each block reads. */
  readonly dilations: readonly number[];
  readonly outputs: readonly string[];
  /**
   * Base64 of little-endian float32: the mean of each feature and what it is multiplied by after the mean is taken off;
   * the input layer [features, channels] and its biases; for each block a weight for each channel of the row before, the
   * row itself and the row after [3, channels], biases, a layer [channels, channels] and its biases; the output layer
   * [channels, outputs] and its biases.
   */
  readonly values: string;
}

/** Features beyond this many deviations say no more. */
const MAX_DEVIATIONS = 6;
/** Rows that are worked on at a time: memory stays small however long the video is. */
const ROW_BATCH = 4096;

interface DilatedLayer {
  /** Float32Array [inputs, outputs], row major. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

interface Block {
  readonly dilation: number;
  readonly taps: DilatedLayer;
  readonly mix: DilatedLayer;
}

export interface SequenceNetwork {
  /**
   * @param count number of rows
   * @param read writes the features of a row to the array that it is given
   * @returns Float32Array [count, outputs]. A row's outputs depend on the rows within the sum of the dilations alone.
   */
  run(count: number, read: (row: number, out: Float32Array) => void): Float32Array;
}

/** Opens a network. Errors: RangeError when its weights are not as many as its sizes ask for. */
export function createSequenceNetwork(file: NetworkFile): SequenceNetwork {
  const { features, channels, dilations } = file;
  const outputs = file.outputs.length;
  const take = createReader(file.values);
  const takeLayer = (inputs: number, width: number): DilatedLayer => ({
    weights: take(inputs * width),
    biases: take(width),
  });
  const mean = take(features);
  const scale = take(features);
  const input = takeLayer(features, channels);
  const blocks: Block[] = dilations.map((dilation) => ({
    dilation,
    taps: takeLayer(3, channels),
    mix: takeLayer(channels, channels),
  }));
  const output = takeLayer(channels, outputs);
  take.finish();
  const reach = dilations.reduce((sum, dilation) => sum + dilation, 0);
  const row = new Float32Array(features);

  /** Outputs of the rows from `start` to `end`, computed with the rows around that they depend on. */
  function runPart(
    count: number,
    start: number,
    end: number,
    read: (row: number, out: Float32Array) => void,
    out: Float32Array,
  ): void {
    const from = Math.max(0, start - reach);
    const to = Math.min(count, end + reach);
    let values: Float32Array = new Float32Array((to - from) * channels);
    for (let n = from; n < to; n++) {
      read(n, row);
      for (let i = 0; i < features; i++)
        row[i] = Math.max(-MAX_DEVIATIONS, Math.min(MAX_DEVIATIONS, (row[i] - mean[i]) * scale[i]));
      apply(row, input, values, (n - from) * channels, true);
    }
    for (const block of blocks) values = runBlock(block, values, channels);
    const last = new Float32Array(channels);
    for (let n = start; n < end; n++) {
      last.set(values.subarray((n - from) * channels, (n - from + 1) * channels));
      apply(last, output, out, n * outputs, false);
    }
  }

  return {
    run(count, read) {
      const out = new Float32Array(count * outputs);
      for (let start = 0; start < count; start += ROW_BATCH)
        runPart(count, start, Math.min(count, start + ROW_BATCH), read, out);
      return out;
    },
  };
}

/** Adds to each row what a rectified layer makes of it and of the rows a dilation away; beyond the ends are zeros. */
function runBlock({ dilation, taps, mix }: Block, values: Float32Array, channels: number): Float32Array {
  const out = Float32Array.from(values);
  const rows = values.length / channels;
  const tapped = new Float32Array(channels);
  const added = new Float32Array(channels);
  for (let n = 0; n < rows; n++) {
    tapped.set(taps.biases);
    for (let tap = 0; tap < 3; tap++) {
      const near = n + (tap - 1) * dilation;
      if (near < 0 || near >= rows) continue;
      for (let c = 0; c < channels; c++) tapped[c] += taps.weights[tap * channels + c] * values[near * channels + c];
    }
    apply(tapped, mix, added, 0, true);
    for (let c = 0; c < channels; c++) out[n * channels + c] += added[c];
  }
  return out;
}

/** Writes a layer's values for one row to `out` from `at` on. Four inputs at a time: `out` is read and written less often. */
function apply(
  row: Float32Array,
  { weights, biases }: DilatedLayer,
  out: Float32Array,
  at: number,
  rectify: boolean,
): void {
  const width = biases.length;
  const inputs = row.length;
  out.set(biases, at);
  let i = 0;
  for (; i + 3 < inputs; i += 4) {
    const a = row[i];
    const b = row[i + 1];
    const c = row[i + 2];
    const d = row[i + 3];
    if (a === 0 && b === 0 && c === 0 && d === 0) continue;
    let w = i * width;
    for (let o = at; o < at + width; o++, w++)
      out[o] += a * weights[w] + b * weights[w + width] + c * weights[w + 2 * width] + d * weights[w + 3 * width];
  }
  for (; i < inputs; i++) {
    const value = row[i];
    for (let o = 0; o < width; o++) out[at + o] += value * weights[i * width + o];
  }
  if (rectify) for (let o = at; o < at + width; o++) if (out[o] < 0) out[o] = 0;
}

/** Gives the float32 of a base64 text one run after the other; `finish` throws a RangeError when some are left. */
function createReader(text: string) {
  const bytes = Buffer.from(text, 'base64');
  let at = 0;
  const take = (count: number): Float32Array =>
    Float32Array.from({ length: count }, () => {
      at += 4;
      return bytes.readFloatLE(at - 4);
    });
  const finish = (): void => {
    if (at !== bytes.length) throw new RangeError(`The network has ${bytes.length} bytes of weights, not ${at}`);
  };
  return Object.assign(take, { finish });
}
