import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { CONV_COUNT } from '../../models/architecture.ts';
import { openKerasHdf5 } from '../../models/sources/keras-hdf5.ts';
import { ReelsightError } from '../../src/core/errors.ts';
import { makeFolder } from '../helpers/clips.ts';
import { type KerasLayers, writeKerasFile } from '../helpers/keras-file.ts';

/** Tiny layers whose values tell their place, numbered from `first` as Keras numbers them. */
function numberedLayers(
  first: number,
  suffix = ':0',
): Map<string, KerasLayers extends ReadonlyMap<string, infer L> ? L : never> {
  const numbered = (kind: string, index: number) => (first + index === 0 ? kind : `${kind}_${first + index}`);
  const scalar = (value: number) => ({ shape: [1], values: Float32Array.of(value) });
  const layers = new Map();
  layers.set('input_1', {});
  for (let index = 0; index < CONV_COUNT; index++) {
    layers.set(numbered('conv2d', index), { [`kernel${suffix}`]: scalar(index + 1) });
    layers.set(numbered('batch_normalization', index), {
      [`beta${suffix}`]: scalar(1000 + index + 1),
      [`moving_mean${suffix}`]: scalar(2000 + index + 1),
      [`moving_variance${suffix}`]: scalar(3000 + index + 1),
    });
  }
  layers.set('predictions', { [`kernel${suffix}`]: scalar(-1), [`bias${suffix}`]: scalar(-2) });
  return layers;
}

for (const [what, first, suffix, under] of [
  ['numbered from 1, as the published file is', 1, ':0', ''],
  ['numbered from none, as a fresh process does', 0, ':0', ''],
  ['numbered on, as a process with other networks does', 95, '', ''],
  ['inside a whole model', 1, ':0', 'model_weights'],
] as const)
  test(`finds every layer ${what}`, async (t) => {
    const folder = await makeFolder();
    const path = join(folder.path, 'weights.h5');
    await writeKerasFile(path, numberedLayers(first, suffix), under);
    const source = await openKerasHdf5(path);
    for (let index = 1; index <= CONV_COUNT; index++) {
      t.deepEqual(source.readConv(index, 'kernel'), { shape: [1], values: Float32Array.of(index) });
      t.is(source.readConv(index, 'beta').values[0], 1000 + index);
      t.is(source.readConv(index, 'moving_mean').values[0], 2000 + index);
      t.is(source.readConv(index, 'moving_variance').values[0], 3000 + index);
    }
    t.is(source.readDense('predictions', 'kernel').values[0], -1);
    t.is(source.readDense('predictions', 'bias').values[0], -2);
    source.close();
    await folder.remove();
  });

test('names the tensor that is missing', async (t) => {
  const folder = await makeFolder();
  const path = join(folder.path, 'weights.h5');
  const layers = numberedLayers(1);
  layers.delete('conv2d_7');
  layers.set('batch_normalization_9', { 'beta:0': { shape: [1], values: Float32Array.of(1) } });
  await writeKerasFile(path, layers);
  const source = await openKerasHdf5(path);
  t.is(source.readConv(8, 'kernel').values[0], 8);
  const kernel = t.throws(() => source.readConv(7, 'kernel'), { instanceOf: ReelsightError });
  t.is(kernel.kind, 'model');
  t.regex(kernel.message, /weights\.h5 have no tensor conv2d_7\/kernel/);
  t.regex(t.throws(() => source.readConv(9, 'moving_mean')).message, /no tensor batch_normalization_9\/moving_mean/);
  t.regex(t.throws(() => source.readDense('dense_1', 'bias')).message, /no tensor dense_1\/bias/);
  source.close();
  await folder.remove();
});

test('refuses a file that is not HDF5', async (t) => {
  const folder = await makeFolder();
  const path = join(folder.path, 'weights.h5');
  for (const content of ['', 'not HDF5', '\x89HDF\r\n\x1a\n and then nothing']) {
    await writeFile(path, content, 'latin1');
    const error = await t.throwsAsync(openKerasHdf5(path), { instanceOf: ReelsightError });
    t.is(error.kind, 'model');
    t.regex(error.message, /weights\.h5 is not an HDF5 file, or is damaged/);
  }
  await folder.remove();
});
