import type { NetworkRecord } from '../../src/core/vision/manifest.ts';
import { openInferenceSession } from '../../src/core/vision/session.ts';
import { describeInceptionV3, type NetworkLayer } from '../architecture.ts';
import { buildModel } from '../build.ts';
import type { TensorSource } from '../sources/tensor-source.ts';
import { mapOf } from '../writers/precision-writer.ts';
import { Histogram } from './histogram.ts';
import { isEqualised, needsRange, type Ranges } from './ranges.ts';

export interface CalibrationRequest {
  readonly network: NetworkRecord;
  readonly source: TensorSource;
  /** Checksum of the weights: ranges are of use for no others. */
  readonly weights: string;
  /** RGB [299, 299, 3] each. */
  readonly frames: AsyncIterable<Uint8Array>;
  readonly threads: number;
  readonly onPicture?: (done: number) => void;
}

const METHOD =
  'geometric mean of the largest value seen and of the value at which cutting makes the squared error of 8-bit codes smallest';

/**
 * Measures what a network's layers give for pictures and chooses the ranges of its INT8 activations.
 *
 * Cutting where the squared error is smallest serves common pictures best and hurts rare ones with strong responses;
 * cutting nothing does the opposite. The geometric mean of the two lost least on pictures that were not looked at.
 * Errors: kind `model`, as `buildModel`.
 */
export async function calibrate(request: CalibrationRequest): Promise<Ranges> {
  const { network, source, weights, threads } = request;
  const layers = describeInceptionV3();
  const measured = layers.filter((layer) => needsRange(layer, layers));
  const names = measured.map(({ name }) => name);
  const model = await buildModel({ network, source, ranges: null, wholeLayers: names });
  const session = await openInferenceSession(model, { threads });
  const watches = measured.map((layer) => watchLayer(layer, isEqualised(layer, layers)));
  let pictures = 0;
  for await (const frame of request.frames) {
    const maps = await session.run(frame, 1, names.map(mapOf));
    for (const [i, watch] of watches.entries()) watch.add(maps.get(mapOf(names[i]!))!);
    pictures += 1;
    request.onPicture?.(pictures);
  }
  await session.close();
  const ranges: Ranges['ranges'] = {};
  const channels: Ranges['channels'] = {};
  for (const watch of watches) watch.writeTo(ranges, channels);
  return { schemaVersion: 1, network: network.name, source: weights, method: METHOD, pictures, ranges, channels };
}

interface Watch {
  /** Float32Array [channels, rows, columns]. */
  add(values: Float32Array): void;
  writeTo(ranges: Ranges['ranges'], channels: Ranges['channels']): void;
}

function watchLayer(layer: NetworkLayer, equalised: boolean): Watch {
  const { name, kind, relu } = layer;
  const above = Array.from({ length: equalised ? layer.channels : 1 }, () => new Histogram());
  // Only a convolution without ReLU goes below zero.
  const below = kind === 'conv' && !relu ? new Histogram() : null;
  return {
    add(values) {
      const size = values.length / above.length;
      for (const [i, histogram] of above.entries()) histogram.add(values.subarray(i * size, (i + 1) * size));
      below?.add(values.map((value) => -value));
    },
    writeTo(ranges, channels) {
      const ends = above.map(chooseEnd);
      const loudest = Math.max(...ends);
      if (equalised) channels[name] = ends.map((end) => Math.max(end, loudest / QUIETEST));
      else ranges[name] = [below ? -chooseEnd(below) : 0, loudest];
    },
  };
}

/** A channel that the pictures hardly woke may be louder in others: it keeps this part of the loudest's range. */
const QUIETEST = 16;

/** Six digits are more than eight bits can tell, and keep the file readable. */
const chooseEnd = (histogram: Histogram): number =>
  Number(Math.sqrt(histogram.maximum() * histogram.bestMaximum()).toPrecision(6));
