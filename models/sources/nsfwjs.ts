import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ReelsightError } from '../../src/core/errors.ts';
import { missingTensor, type SourceTensor, type TensorSource } from './tensor-source.ts';

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().positive()),
  dtype: z.literal('float32'),
  quantization: z.object({ min: z.number(), scale: z.number(), dtype: z.literal('uint8') }),
});

const layersModelSchema = z.object({
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) })),
});

type WeightSpec = z.infer<typeof weightSchema>;

/** Where the packed package keeps the weights, beside this file. */
export const PACKED_WEIGHTS = { folder: 'nsfwjs', manifest: 'manifest.json', bytes: 'weights.bin' } as const;

interface NsfwjsWeights {
  readonly weightsManifest: z.infer<typeof layersModelSchema>['weightsManifest'];
  readonly bytes: Buffer;
}

/**
 * Reads the Inception V3 of the npm package nsfwjs, without TensorFlow.js: from the package in a clone, from a copy of its
 * weights in the packed package. They are 8 bits each: value = code x scale + min, as TensorFlow.js's weight decoder
 * computes it.
 *
 * Errors: kind `model` when there are no weights or they do not hash to `sha256`.
 */
export async function openNsfwjs(sha256: string): Promise<TensorSource> {
  const { weightsManifest, bytes } = (await readPacked(sha256)) ?? (await importNsfwjs(sha256));
  const tensors = new Map<string, { spec: WeightSpec; codes: Uint8Array }>();
  let offset = 0;
  for (const spec of weightsManifest.flatMap(({ weights }) => weights)) {
    const length = spec.shape.reduce((product, size) => product * size, 1);
    tensors.set(spec.name, { spec, codes: bytes.subarray(offset, offset + length) });
    offset += length;
  }
  const read = (name: string): SourceTensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw missingTensor(name, origin);
    const { scale, min } = tensor.spec.quantization;
    // A loop: `Float32Array.from` takes twenty times as long for the millions of weights.
    const values = new Float32Array(tensor.codes.length);
    for (let i = 0; i < values.length; i++) values[i] = tensor.codes[i]! * scale + min;
    return { shape: tensor.spec.shape, values };
  };
  return {
    origin,
    readConv: (index, part) =>
      read(part === 'kernel' ? `conv2d_${index}/kernel` : `batch_normalization_${index}/${part}`),
    readDense: (name, part) => read(`${name}/${part}`),
    close: () => {},
  };
}

const origin = 'the npm package nsfwjs';

interface NetworkModule {
  readonly modelJson: () => Promise<{ default: unknown }>;
  readonly weightBundles: readonly (() => Promise<{ default: string }>)[];
}

/** The weights in the installed npm package. Errors: as `openNsfwjs`. */
export async function importNsfwjs(sha256: string): Promise<NsfwjsWeights> {
  const { modelJson, weightBundles } = await importNetwork();
  const { weightsManifest } = layersModelSchema.parse((await modelJson()).default);
  const shards = await Promise.all(weightBundles.map(async (load) => Buffer.from((await load()).default, 'base64')));
  const bytes = Buffer.concat(shards);
  checkHash(bytes, sha256, 'Install the locked version: `npm ci`.');
  return { weightsManifest, bytes };
}

/** The copy that the packed package has; null in a clone. */
async function readPacked(sha256: string): Promise<NsfwjsWeights | null> {
  const folder = join(import.meta.dirname ?? '', PACKED_WEIGHTS.folder);
  const bytes = await readFile(join(folder, PACKED_WEIGHTS.bytes)).catch(() => null);
  if (bytes === null) return null;
  checkHash(bytes, sha256, 'Install Reelsight again.');
  const manifest = JSON.parse(await readFile(join(folder, PACKED_WEIGHTS.manifest), 'utf8')) as unknown;
  return { weightsManifest: layersModelSchema.parse(manifest).weightsManifest, bytes };
}

function checkHash(bytes: Buffer, sha256: string, advice: string): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256)
    throw new ReelsightError(
      'model',
      `The weights inside the npm package nsfwjs hash to ${found}; the manifest names ${sha256}. ${advice}`,
    );
}

async function importNetwork(): Promise<NetworkModule> {
  try {
    const { InceptionV3Model } = await import('nsfwjs/models/inception_v3');
    return InceptionV3Model as unknown as NetworkModule;
  } catch (cause) {
    throw new ReelsightError(
      'model',
      'The npm package nsfwjs, which holds the weights, is not installed. Run `npm ci`.',
      { cause },
    );
  }
}
