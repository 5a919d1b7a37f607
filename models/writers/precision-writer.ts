import type { ConvLayer, NetworkLayer } from '../architecture.ts';
import type { Attributes } from '../onnx/graph.ts';
import type { FoldedConv } from '../weights.ts';

/** Name, in the graph, of a layer's whole output; the layer's own name is that of its average pool. */
export const mapOf = (layerName: string): string => `${layerName}/map`;
/** Pictures come as [n, rows, columns, 3]; the network wants [n, 3, rows, columns]. */
export const CHANNELS_FIRST: Attributes = { perm: [0, 3, 1, 2] };

/** What differs between the two precisions of a graph. */
export interface PrecisionWriter {
  /** Turns `frames` into the first convolution's input, `mapOf(INPUT)`: floats 0 to 255. */
  writeInput(): void;
  /** Writes a convolution's constants and returns their names: weights, bias. */
  writeConstants(layer: ConvLayer, conv: FoldedConv): [string, string];
  /** Writes a layer's operator, and its ReLU, to `mapOf(layer.name)`: floats. */
  writeOperator(layer: NetworkLayer, operator: string, inputs: readonly string[], attributes: Attributes): void;
}

export const weightDims = ({ channels, inputChannels, kernel }: ConvLayer): number[] => [
  channels,
  inputChannels,
  ...kernel,
];
