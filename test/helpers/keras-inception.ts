import { CONV_COUNT } from '../../models/architecture.ts';
import { findNetwork } from '../../models/networks.ts';
import { openNsfwjs } from '../../models/sources/nsfwjs.ts';
import type { SourceTensor } from '../../models/sources/tensor-source.ts';
import type { KerasLayers } from './keras-file.ts';

/** What Keras's classifier of ImageNet takes and gives. */
export const [FEATURES, CLASSES] = [2048, 1000];

/** Weights in the layout of Keras's published file: those of nsfwjs's network, below a classifier of one's own. */
export async function describeWeights(classifier: { kernel: SourceTensor; bias: SourceTensor }): Promise<KerasLayers> {
  const safety = findNetwork('safety').source;
  const source = await openNsfwjs(safety.type === 'npm' ? safety.sha256 : '');
  const layers = new Map<string, Record<string, SourceTensor>>([['input_1', {}]]);
  for (let index = 1; index <= CONV_COUNT; index++) {
    layers.set(`conv2d_${index}`, { 'kernel:0': source.readConv(index, 'kernel')! });
    const read = (part: 'beta' | 'moving_mean' | 'moving_variance') => source.readConv(index, part)!;
    const normalisation = Object.fromEntries(
      (['beta', 'moving_mean', 'moving_variance'] as const).map((part) => [`${part}:0`, read(part)]),
    );
    layers.set(`batch_normalization_${index}`, normalisation);
  }
  layers.set('predictions', { 'kernel:0': classifier.kernel, 'bias:0': classifier.bias });
  source.close();
  return layers;
}
