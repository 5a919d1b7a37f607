import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { InceptionV3Model } from 'nsfwjs/models/inception_v3';

/** The same pictures through TensorFlow.js: an implementation that shares nothing with ours. */
export interface TensorFlowNetwork {
  /** `pixels` is what the network sees: [count, 299, 299, 3]. Each answer is [count, ...], row major. */
  run(pixels: Float32Array, count: number): Record<'scores' | 'pooled' | 'mixed4' | 'mixed7' | 'mixed8', Float32Array>;
}

interface LayersModelJson {
  modelTopology: { model_config: { config: { layers: KerasLayer[] } } };
  weightsManifest: { weights: tf.io.WeightsManifestEntry[] }[];
}

export interface KerasLayer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly inbound_nodes: readonly (readonly [string, ...unknown[]][])[];
}

/** What nsfwjs's own files say the network is. */
export async function readNsfwjsModel(): Promise<LayersModelJson> {
  return ((await InceptionV3Model.modelJson()) as { default: unknown }).default as LayersModelJson;
}

let network: Promise<TensorFlowNetwork> | undefined;

/** Nsfwjs's Inception V3, with its outputs before the classifier too; loaded once a process. */
export function loadTensorFlow(): Promise<TensorFlowNetwork> {
  network ??= load();
  return network;
}

/** Loads it as nsfwjs does. */
async function load(): Promise<TensorFlowNetwork> {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(`${join(folder, 'wasm-out')}/`);
  setThreadsCount(1);
  await tf.setBackend('wasm');
  const { modelTopology, weightsManifest } = await readNsfwjsModel();
  const shards = await Promise.all(
    InceptionV3Model.weightBundles.map(async (load: () => Promise<unknown>) =>
      Buffer.from(((await load()) as { default: string }).default, 'base64'),
    ),
  );
  const weightData = new Uint8Array(Buffer.concat(shards)).buffer;
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const whole = await layers.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
  const blocks = ['mixed4', 'mixed7', 'mixed8'] as const;
  const layerOutput = (name: string) => whole.getLayer(name).output as layers.SymbolicTensor;
  const model = layers.model({
    inputs: whole.inputs,
    outputs: [whole.outputs[0]!, layerOutput('flatten_1'), ...blocks.map(layerOutput)],
  });
  return {
    run: (pixels, count) =>
      tf.tidy(() => {
        const [scores, pooled, ...maps] = model.predict(tf.tensor4d(pixels, [count, 299, 299, 3])) as tf.Tensor[];
        const read = (tensor: tf.Tensor) => tensor.dataSync() as Float32Array;
        const [mixed4, mixed7, mixed8] = maps.map((map) => read(tf.mean(map, [1, 2])));
        return { scores: read(scores!), pooled: read(pooled!), mixed4: mixed4!, mixed7: mixed7!, mixed8: mixed8! };
      }),
  };
}
