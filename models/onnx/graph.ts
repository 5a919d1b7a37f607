import { ATTRIBUTE_TYPES, DATA_TYPES, type DataType, modelMessage } from './schema.ts';

const IR_VERSION = 8;
/** The first with everything we use: per-channel DequantizeLinear came with 13. */
const OPSET_VERSION = 17;

export type Attributes = Readonly<Record<string, number | readonly number[]>>;
type TensorData = Float32Array | Int32Array | Int8Array | Uint8Array;

/** Collects nodes and constants; `encode` gives the bytes of an ONNX file, the same for the same calls. */
export interface Graph {
  /** Adds a node with one output, named `output`, and returns that name. */
  node(operator: string, inputs: readonly string[], output: string, attributes?: Attributes): string;
  /** Adds a constant and returns its name. */
  constant(name: string, dims: readonly number[], data: TensorData): string;
  input(name: string, type: DataType, dims: readonly (number | string)[]): void;
  output(name: string, dims: readonly (number | string)[]): void;
  encode(producerVersion: string): Uint8Array;
}

const typeOf = (data: TensorData): DataType => {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Int32Array) return 'int32';
  return data instanceof Int8Array ? 'int8' : 'uint8';
};

const toAttribute = ([name, value]: [string, number | readonly number[]]) =>
  typeof value === 'number'
    ? { name, i: value, type: ATTRIBUTE_TYPES.int }
    : { name, ints: value, type: ATTRIBUTE_TYPES.ints };

const toValueInfo = (name: string, type: DataType, dims: readonly (number | string)[]) => ({
  name,
  type: {
    tensor_type: {
      elem_type: DATA_TYPES[type],
      shape: { dim: dims.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size })) },
    },
  },
});

/** Starts an empty ONNX graph. */
export function createGraph(graphName: string): Graph {
  const graph = {
    node: [] as object[],
    name: graphName,
    initializer: [] as object[],
    input: [] as object[],
    output: [] as object[],
  };
  return {
    node(operator, inputs, output, attributes = {}) {
      const attribute = Object.entries(attributes).map(toAttribute);
      graph.node.push({ input: inputs, output: [output], name: output, op_type: operator, attribute });
      return output;
    },
    constant(name, dims, data) {
      // ONNX's raw data is little endian, as every processor is that onnxruntime runs on.
      const raw_data = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      graph.initializer.push({ dims, data_type: DATA_TYPES[typeOf(data)], name, raw_data });
      return name;
    },
    input: (name, type, dims) => void graph.input.push(toValueInfo(name, type, dims)),
    output: (name, dims) => void graph.output.push(toValueInfo(name, 'float32', dims)),
    encode: (producerVersion) =>
      modelMessage
        .encode({
          ir_version: IR_VERSION,
          producer_name: 'reelsight',
          producer_version: producerVersion,
          graph,
          opset_import: [{ version: OPSET_VERSION }],
        })
        .finish(),
  };
}
