import { setImmediate as nextTurn } from 'node:timers/promises';
import { ReelsightError } from '../src/core/errors.ts';
import { IMAGE_SIZE, type NetworkRecord, POOLED_SIZE } from '../src/core/vision/manifest.ts';
import { describeInceptionV3, INPUT, LAST_BLOCK, type NetworkLayer } from './architecture.ts';
import type { Ranges } from './calibration/ranges.ts';
import { createGraph, type Graph } from './onnx/graph.ts';
import type { TensorSource } from './sources/tensor-source.ts';
import { foldInput, readDense, readFoldedConv } from './weights.ts';
import { createFp32Writer } from './writers/fp32.ts';
import { createInt8Writer } from './writers/int8.ts';
import { mapOf, type PrecisionWriter } from './writers/precision-writer.ts';

/** Raised whenever the same weights give other bytes: built models are then rebuilt. */
export const BUILDER_VERSION = 1;

export interface BuildRequest {
  readonly network: Pick<NetworkRecord, 'input' | 'head' | 'layers' | 'embedding'>;
  readonly source: TensorSource;
  /** What each layer's output may be: builds INT8. null builds FP32. */
  readonly ranges: Ranges | null;
  /** Layers whose whole output, [n, channels, rows, columns], is an output of the model too: for calibration. */
  readonly wholeLayers?: readonly string[];
  /** Called before each layer with how many are done. */
  readonly onLayer?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes a network as an ONNX file. Input `frames` uint8 [n, 299, 299, 3] RGB; outputs `scores` [n, classes],
 * `pooled` [n, 2048], the average pool of each of the network's `layers`, and `embedding`, the joined pools that the
 * manifest names. The same weights and ranges give the same bytes on every machine.
 *
 * Errors: kind `model` for a missing or misshapen tensor or range, `cancelled` when the signal aborts.
 */
export async function buildModel(request: BuildRequest): Promise<Uint8Array> {
  const { ranges, signal } = request;
  const layers = describeInceptionV3();
  const graph = createGraph('inception_v3');
  const writer = ranges ? createInt8Writer(graph, ranges, layers) : createFp32Writer(graph);
  graph.input(INPUT, 'uint8', ['n', IMAGE_SIZE, IMAGE_SIZE, 3]);
  writer.writeInput();
  for (const [done, layer] of layers.entries()) {
    // Gives the caller's signals and progress display a turn between layers.
    await nextTurn();
    if (signal?.aborted) throw new ReelsightError('cancelled', 'Building the model was cancelled.');
    request.onLayer?.(done);
    writeLayer(layer, request, writer);
  }
  writeOutputs(graph, request, layers);
  return graph.encode(String(BUILDER_VERSION));
}

function writeLayer(layer: NetworkLayer, { network, source }: BuildRequest, writer: PrecisionWriter): void {
  if (layer.kind === 'concat') writer.writeOperator(layer, 'Concat', layer.inputs.map(mapOf), { axis: 1 });
  else if (layer.kind === 'conv') {
    const conv = readFoldedConv(source, layer);
    const constants = writer.writeConstants(layer, layer.input === INPUT ? foldInput(conv, network.input) : conv);
    const window = windowOf(layer.kernel, layer.stride, layer.padding);
    writer.writeOperator(layer, 'Conv', [mapOf(layer.input), ...constants], window);
  } else {
    const operator = layer.kind === 'max-pool' ? 'MaxPool' : 'AveragePool';
    writer.writeOperator(layer, operator, [mapOf(layer.input)], windowOf([3, 3], layer.stride, layer.padding));
  }
}

function windowOf([rows, columns]: readonly [number, number], stride: number, padding: 'same' | 'valid') {
  // Every padded window has odd sides and stride 1, so both sides get the same.
  const [top, left] = padding === 'same' ? [(rows - 1) / 2, (columns - 1) / 2] : [0, 0];
  return { kernel_shape: [rows, columns], strides: [stride, stride], pads: [top, left, top, left] };
}

function writeOutputs(graph: Graph, request: BuildRequest, layers: readonly NetworkLayer[]): void {
  const { network, source, wholeLayers = [] } = request;
  const channelsOf = (name: string) => layers.find((layer) => layer.name === name)!.channels;
  const sizeOf = (name: string) => (name === 'pooled' ? POOLED_SIZE : channelsOf(name));
  for (const name of new Set(['pooled', ...network.layers, ...network.embedding])) {
    const square = graph.node('GlobalAveragePool', [mapOf(name === 'pooled' ? LAST_BLOCK : name)], `${name}/average`);
    graph.node('Flatten', [square], name, { axis: 1 });
  }
  writeHead(graph, network.head, source);
  graph.node('Concat', network.embedding, 'embedding', { axis: 1 });
  graph.output('scores', ['n', network.head.at(-1)!.units]);
  graph.output('embedding', ['n', network.embedding.reduce((sum, name) => sum + sizeOf(name), 0)]);
  for (const name of new Set(['pooled', ...network.layers])) graph.output(name, ['n', sizeOf(name)]);
  for (const name of wholeLayers) graph.output(mapOf(name), ['n', channelsOf(name), `${name}/rows`, `${name}/columns`]);
}

/** The dense layers stay in floats: they are 2 % of the weights and none of the time. */
function writeHead(graph: Graph, head: NetworkRecord['head'], source: TensorSource): void {
  let input = 'pooled';
  let inputs = POOLED_SIZE;
  for (const [i, { name, units, activation }] of head.entries()) {
    const { weights, bias } = readDense(source, name, inputs, units);
    const constants = [
      graph.constant(`${name}/weights`, [inputs, units], weights),
      graph.constant(`${name}/bias`, [units], bias),
    ];
    const sum = graph.node('Gemm', [input, ...constants], `${name}/sum`);
    const output = i === head.length - 1 ? 'scores' : `${name}/map`;
    input =
      activation === 'relu' ? graph.node('Relu', [sum], output) : graph.node('Softmax', [sum], output, { axis: 1 });
    inputs = units;
  }
}
