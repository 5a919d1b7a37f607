import { z } from 'zod';

/** Pixels a side that Inception V3 takes. */
export const IMAGE_SIZE = 299;
/** Numbers of the last average pool. */
export const POOLED_SIZE = 2048;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex');
const md5 = z.string().regex(/^[0-9a-f]{32}$/, 'an MD5 in lower-case hex');

const precisionSchema = z.enum(['int8', 'fp32']);

/** `pooled` is the last average pool; `mixed0` to `mixed10` are the average-pooled inception blocks. */
const layerSchema = z.string().regex(/^(pooled|mixed(\d|10))$/, 'pooled, or mixed0 to mixed10');

/** A part of an embedding. */
export const embeddingLayerSchema = z.object({ layer: layerSchema, size: z.int().positive() });

const sourceSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('npm').describe('Weights inside an npm package, as a TensorFlow.js layers model'),
    package: z.string(),
    sha256: sha256.describe('Of the weight shards, decoded and joined in order'),
  }),
  z.strictObject({
    type: z.literal('keras-hdf5').describe('A weights file as Keras publishes it'),
    url: z.url(),
    fileName: z.string().regex(/^[\w.-]+$/),
    md5: md5.describe('As published by Keras'),
  }),
]);

const networkSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  taxonomy: z.string().describe('The set of names that the classes belong to'),
  labels: z.string().describe('A file of models/labels: the class names in the order of the scores'),
  licence: z.string(),
  input: z
    .strictObject({ scale: z.number().positive(), offset: z.number() })
    .describe('What the network sees of an 8-bit channel: value x scale + offset'),
  head: z
    .array(z.strictObject({ name: z.string(), units: z.int().positive(), activation: z.enum(['relu', 'softmax']) }))
    .min(1)
    .describe('The dense layers after the last average pool'),
  layers: z.array(layerSchema).describe('Inception blocks whose average pool is an output of the model'),
  embedding: z.array(layerSchema).min(1).describe('Layers that make the embedding, joined in this order'),
  source: sourceSchema,
  builds: z
    .strictObject({ int8: sha256.optional(), fp32: sha256.optional() })
    .describe('What the ONNX file must hash to, where the weights are known'),
});

export const manifestSchema = z.strictObject({
  default: z.string(),
  networks: z.array(networkSchema).min(1),
});

/** What the runtime must know of a model, whatever made its file. */
const modelEntrySchema = z.object({
  name: z.string(),
  taxonomy: z.string(),
  classes: z.array(z.string()).min(1).describe('In the order of the scores'),
  weights: z.string().describe('Checksum of the weights: other weights give other embeddings'),
  embedding: z.array(embeddingLayerSchema).min(1),
});

/** The JSON beside a built model: what it is and what it must hash to. */
export const modelRecordSchema = z.object({
  schemaVersion: z.literal(1),
  builderVersion: z.int().positive(),
  recipe: sha256.describe('Of everything that decides the bytes of the model'),
  precision: precisionSchema,
  sha256,
  sizeBytes: z.int().positive(),
  licence: z.string(),
  entry: modelEntrySchema,
});

export type Precision = z.infer<typeof precisionSchema>;
export type NetworkRecord = z.infer<typeof networkSchema>;
export type ModelEntry = z.infer<typeof modelEntrySchema>;
export type ModelRecord = z.infer<typeof modelRecordSchema>;
