import h5wasm, { Dataset, File, Group } from 'h5wasm/node';
import { ReelsightError } from '../../src/core/errors.ts';
import { CONV_COUNT } from '../architecture.ts';
import { missingTensor, type SourceTensor, type TensorSource } from './tensor-source.ts';

/**
 * Opens Inception V3 weights in Keras's HDF5 layout: a group a layer, whose attribute `weight_names` lists its tensors.
 * Whole models (`model.save`) keep the same under `model_weights`. Layers are found by their number, because Keras
 * counts on from whatever the writing process had created before: the lowest numbered conv2d is the first.
 *
 * Errors: kind `model` when the file is not HDF5 or lacks a tensor (named).
 */
export async function openKerasHdf5(path: string): Promise<TensorSource> {
  // Errors are thrown, not printed.
  (await h5wasm.ready).activate_throwing_error_handler();
  const file = openFile(path);
  const nested = file.get('model_weights');
  const root: Group = nested instanceof Group ? nested : file;
  const convs = numberLayers(root, 'conv2d');
  const norms = numberLayers(root, 'batch_normalization');

  const read = (layer: string, part: string): SourceTensor => {
    const group = root.get(layer);
    const names = group instanceof Group ? weightNames(group) : [];
    const name = names.find((candidate) => candidate.replace(/:\d+$/, '').endsWith(`/${part}`));
    const dataset = name === undefined ? null : (group as Group).get(name);
    if (!(dataset instanceof Dataset)) throw missingTensor(`${layer}/${part}`, path);
    const { value, shape } = dataset;
    if (!(value instanceof Float32Array) || !shape)
      throw new ReelsightError('model', `The tensor ${layer}/${part} of ${path} is not stored as 32-bit floats.`);
    return { shape, values: value };
  };
  return {
    origin: path,
    readConv: (index, part) => read(part === 'kernel' ? convs(index) : norms(index), part),
    readDense: (name, part) => read(name, part),
    close: () => void file.close(),
  };
}

function openFile(path: string): File {
  const refused = (cause?: unknown) =>
    new ReelsightError('model', `${path} is not an HDF5 file, or is damaged. Give a Keras weights file (.h5).`, {
      cause,
    });
  try {
    const file = new File(path, 'r');
    if (file.file_id < 0n) throw refused();
    return file;
  } catch (cause) {
    throw cause instanceof ReelsightError ? cause : refused(cause);
  }
}

function weightNames(group: Group): string[] {
  const value = group.attrs.weight_names?.value;
  return Array.isArray(value) ? value.map(String) : [];
}

/** Names of the layers of a kind by their place, from 1. `conv2d` without a number comes before `conv2d_1`. */
function numberLayers(root: Group, kind: string): (index: number) => string {
  const numbers = root
    .keys()
    .filter((name) => name === kind || (name.startsWith(`${kind}_`) && /^\d+$/.test(name.slice(kind.length + 1))))
    .map((name) => Number(name.slice(kind.length + 1)));
  // With all layers there the lowest number is the first's; with some missing, Keras's usual numbering names them.
  const first = numbers.length >= CONV_COUNT ? Math.min(...numbers) : numbers.includes(0) ? 0 : 1;
  return (index) => (first + index - 1 === 0 ? kind : `${kind}_${first + index - 1}`);
}
