import h5wasm from 'h5wasm/node';
import type { SourceTensor } from '../../models/sources/tensor-source.ts';

/** One layer's tensors by the name that Keras gives them, for example `kernel:0`. */
export type KerasLayers = ReadonlyMap<string, Readonly<Record<string, SourceTensor>>>;

/**
 * Writes weights as Keras's `save_weights` lays them out in HDF5: a group a layer with the attribute `weight_names`,
 * the tensors in a group of the layer's name inside it. `under` puts all below a group, as `model.save` does.
 */
export async function writeKerasFile(path: string, layers: KerasLayers, under = ''): Promise<void> {
  await h5wasm.ready;
  const file = new h5wasm.File(path, 'w');
  const root = under ? file.create_group(under) : file;
  root.create_attribute('layer_names', [...layers.keys()]);
  root.create_attribute('backend', 'tensorflow');
  for (const [name, tensors] of layers) {
    const group = root.create_group(name);
    const weightNames = Object.keys(tensors).map((tensor) => `${name}/${tensor}`);
    if (weightNames.length > 0) group.create_attribute('weight_names', weightNames);
    const inner = group.create_group(name);
    for (const [tensor, { values, shape }] of Object.entries(tensors))
      inner.create_dataset({ name: tensor, data: values, shape: [...shape] });
  }
  file.flush();
  file.close();
}
