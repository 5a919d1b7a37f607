import { INPUT } from '../architecture.ts';
import type { Graph } from '../onnx/graph.ts';
import { DATA_TYPES } from '../onnx/schema.ts';
import { CHANNELS_FIRST, mapOf, type PrecisionWriter, weightDims } from './precision-writer.ts';

/** 32-bit floats throughout. */
export function createFp32Writer(graph: Graph): PrecisionWriter {
  return {
    writeInput() {
      graph.node('Cast', [INPUT], 'frames/float', { to: DATA_TYPES.float32 });
      graph.node('Transpose', ['frames/float'], mapOf(INPUT), CHANNELS_FIRST);
    },
    writeConstants: (layer, { weights, bias }) => [
      graph.constant(`${layer.name}/weights`, weightDims(layer), weights),
      graph.constant(`${layer.name}/bias`, [layer.channels], bias),
    ],
    writeOperator(layer, operator, inputs, attributes) {
      if (!layer.relu) graph.node(operator, inputs, mapOf(layer.name), attributes);
      else graph.node('Relu', [graph.node(operator, inputs, `${layer.name}/sum`, attributes)], mapOf(layer.name));
    },
  };
}
