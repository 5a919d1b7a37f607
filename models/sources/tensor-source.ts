import { ReelsightError } from '../../src/core/errors.ts';

export interface SourceTensor {
  /** As Keras stores it: convolution kernels [rows, columns, in, out], dense kernels [in, out]. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

type ConvPart = 'kernel' | 'beta' | 'moving_mean' | 'moving_variance';

/** Where a network's weights come from. Both sources hold the same network under other names. */
export interface TensorSource {
  /** For messages: a package or a file. */
  readonly origin: string;
  /** Tensor of the convolution `index` (from 1, as Keras creates them) or its batch normalisation. */
  readConv(index: number, part: ConvPart): SourceTensor;
  readDense(name: string, part: 'kernel' | 'bias'): SourceTensor;
  close(): void;
}

/** Refuses a tensor that is not there: kind `model`. */
export function missingTensor(name: string, origin: string): ReelsightError {
  return new ReelsightError(
    'model',
    `The weights of ${origin} have no tensor ${name}: this is not the whole Inception V3. Use the published weights.`,
  );
}

/** Reads a tensor and refuses a wrong shape: kind `model`. */
export function expectShape(
  tensor: SourceTensor,
  expected: readonly number[],
  name: string,
  origin: string,
): Float32Array {
  if (tensor.shape.join() !== expected.join())
    throw new ReelsightError(
      'model',
      `The tensor ${name} of ${origin} has the shape [${tensor.shape}]; Inception V3 needs [${expected}]. Use the published weights.`,
    );
  return tensor.values;
}
