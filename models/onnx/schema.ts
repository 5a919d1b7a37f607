import protobuf from 'protobufjs';

/**
 * The part of ONNX's format that we write: message and field numbers of onnx.proto (IR version 8, opset 17). Fields
 * that are left out are optional.
 */
const { root } = protobuf.parse(
  `
syntax = "proto3";
message Attribute {
  string name = 1; float f = 2; int64 i = 3; repeated float floats = 7; repeated int64 ints = 8; int32 type = 20;
}
message Node { repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4; repeated Attribute attribute = 5; }
message Tensor { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
message Dimension { int64 dim_value = 1; string dim_param = 2; }
message Shape { repeated Dimension dim = 1; }
message TensorType { int32 elem_type = 1; Shape shape = 2; }
message Type { TensorType tensor_type = 1; }
message ValueInfo { string name = 1; Type type = 2; }
message Graph {
  repeated Node node = 1; string name = 2; repeated Tensor initializer = 5;
  repeated ValueInfo input = 11; repeated ValueInfo output = 12;
}
message OperatorSet { string domain = 1; int64 version = 2; }
message Model {
  int64 ir_version = 1; string producer_name = 2; string producer_version = 3; Graph graph = 7;
  repeated OperatorSet opset_import = 8;
}
`,
  { keepCase: true },
);

export const modelMessage = root.lookupType('Model');

/** ONNX's numbers of element types. */
export const DATA_TYPES = { float32: 1, uint8: 2, int8: 3, int32: 6 } as const;
export type DataType = keyof typeof DATA_TYPES;

/** ONNX's numbers of attribute types. */
export const ATTRIBUTE_TYPES = { float: 1, int: 2, ints: 7 } as const;
