import { INPUT, type NetworkLayer } from '../architecture.ts';
import { quantizeConv } from '../calibration/quantize.ts';
import { type Ranges, resolveCodings } from '../calibration/ranges.ts';
import type { Graph } from '../onnx/graph.ts';
import { equaliseConv } from '../weights.ts';
import { CHANNELS_FIRST, mapOf, type PrecisionWriter, weightDims } from './precision-writer.ts';

const MAX_CODE = 255;

/**
 * 8-bit weights and activations in ONNX's QDQ form: each activation passes a QuantizeLinear and a DequantizeLinear,
 * which onnxruntime fuses with the operators around them into 8-bit ones. Activations are unsigned, because onnxruntime
 * is slower with signed ones. What starts at zero has zero point 0: quantising cuts below it, so it is the ReLU too.
 */
export function createInt8Writer(graph: Graph, ranges: Ranges, layers: readonly NetworkLayer[]): PrecisionWriter {
  const codings = resolveCodings(ranges, layers);
  const scaleOf = (name: string): number => {
    const { low, high } = codings.get(name)!;
    return Math.fround((high - low) / MAX_CODE);
  };
  /** Names of an activation's scale and zero point. */
  const stepsOf = (name: string): [string, string] => [
    graph.constant(`${name}/scale`, [], Float32Array.of(scaleOf(name))),
    graph.constant(`${name}/zero`, [], Uint8Array.of(Math.round(-codings.get(name)!.low / scaleOf(name)))),
  ];
  return {
    writeInput() {
      graph.node('Transpose', [INPUT], 'frames/codes', CHANNELS_FIRST);
      graph.node('DequantizeLinear', ['frames/codes', ...stepsOf(INPUT)], mapOf(INPUT));
    },
    writeConstants(layer, conv) {
      const { name, channels } = layer;
      const equalised = equaliseConv(conv, codings.get(layer.input)!.factors, codings.get(name)!.factors);
      const { codes, scales, bias, biasScales } = quantizeConv(equalised, scaleOf(layer.input));
      const decode = (part: string, dims: number[], data: Int8Array | Int32Array, steps: Float32Array) => {
        const code = graph.constant(`${name}/${part}/codes`, dims, data);
        const step = graph.constant(`${name}/${part}/scales`, [channels], steps);
        const zeros = graph.constant(
          `${name}/${part}/zeros`,
          [channels],
          data instanceof Int8Array ? new Int8Array(channels) : new Int32Array(channels),
        );
        return graph.node('DequantizeLinear', [code, step, zeros], `${name}/${part}`, { axis: 0 });
      };
      return [decode('weights', weightDims(layer), codes, scales), decode('bias', [channels], bias, biasScales)];
    },
    writeOperator(layer, operator, inputs, attributes) {
      const { name } = layer;
      const steps = stepsOf(name);
      graph.node(operator, inputs, `${name}/sum`, attributes);
      graph.node('QuantizeLinear', [`${name}/sum`, ...steps], `${name}/codes`);
      graph.node('DequantizeLinear', [`${name}/codes`, ...steps], mapOf(name));
    },
  };
}
