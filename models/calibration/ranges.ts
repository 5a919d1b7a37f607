import { z } from 'zod';
import { ReelsightError } from '../../src/core/errors.ts';
import { INPUT, type NetworkLayer } from '../architecture.ts';

const rangeSchema = z.tuple([z.number().nonpositive(), z.number().positive()]).describe('Lowest and highest output');

/** The values that INT8 activations keep: what calibration measures and a build needs. */
export const rangesSchema = z.strictObject({
  schemaVersion: z.literal(1),
  network: z.string(),
  source: z
    .string()
    .describe('Checksum of the weights that were calibrated, as the manifest or `models list` names it'),
  method: z.string().describe('How the ranges were chosen'),
  pictures: z.int().positive().describe('How many pictures were looked at'),
  ranges: z.record(z.string(), rangeSchema).describe('By layer'),
  channels: z
    .record(z.string(), z.array(z.number().positive()))
    .describe('Highest output of each channel, by layer: for layers that are equalised'),
});

export type Ranges = z.infer<typeof rangesSchema>;

/** Layers whose own range matters. A max pool keeps its input's scale, a branch's last layer takes its block's. */
export function needsRange(layer: NetworkLayer, layers: readonly NetworkLayer[]): boolean {
  return layer.kind !== 'max-pool' && blockOf(layer, layers) === null;
}

/**
 * Layers whose channels are brought to one scale. ReLU and max pools let a positive factor through, so a channel may be
 * divided by its largest value if every convolution that reads it multiplies its weights; then eight bits serve the
 * quiet channels as well as the loud (Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias
 * Correction", ICCV 2019).
 */
export function isEqualised(layer: NetworkLayer, layers: readonly NetworkLayer[]): boolean {
  if (layer.kind !== 'conv' || !layer.relu) return false;
  return readersOf(layer, layers).every(({ kind }) => kind === 'conv');
}

/** Who reads a layer, itself or through max pools. */
function readersOf(layer: NetworkLayer, layers: readonly NetworkLayer[]): NetworkLayer[] {
  return layers
    .filter((other) => (other.kind === 'concat' ? other.inputs.includes(layer.name) : other.input === layer.name))
    .flatMap((reader) => (reader.kind === 'max-pool' ? readersOf(reader, layers) : [reader]));
}

/** The concat that is the only reader of a layer, if so: then codes can be copied as they are. */
function blockOf(layer: NetworkLayer, layers: readonly NetworkLayer[]): NetworkLayer | null {
  if (layer.kind === 'max-pool') return null;
  const readers = readersOf(layer, layers);
  return readers.length === 1 && readers[0]?.kind === 'concat' ? readers[0] : null;
}

/** How a layer's output is told in 8 bits. */
export interface Coding {
  readonly low: number;
  readonly high: number;
  /** Each channel is divided by its factor first, and its reader multiplies; null where all are 1. */
  readonly factors: readonly number[] | null;
}

/** The picture's bytes are their own codes. */
const PICTURE: Coding = { low: 0, high: 255, factors: null };

/**
 * How each layer's output is told in 8 bits, by layer name.
 *
 * Errors: kind `model`, naming the layer whose range is missing.
 */
export function resolveCodings(ranges: Ranges, layers: readonly NetworkLayer[]): ReadonlyMap<string, Coding> {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const resolve = (layer: NetworkLayer): Coding => {
    if (layer.kind === 'max-pool') return resolve(byName.get(layer.input)!);
    const factors = ranges.channels[layer.name];
    if (factors?.length === layer.channels) return { low: 0, high: 1, factors };
    const own = blockOf(layer, layers) ?? layer;
    const range = ranges.ranges[own.name];
    if (range === undefined)
      throw new ReelsightError(
        'model',
        `The activation ranges of ${ranges.network} have none for ${own.name}. Calibrate again with models/calibration/calibrate.ts.`,
      );
    return { low: range[0], high: range[1], factors: null };
  };
  return new Map([[INPUT, PICTURE], ...layers.map((layer) => [layer.name, resolve(layer)] as const)]);
}
