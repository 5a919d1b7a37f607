import type { ModelEntry } from '../vision/manifest.ts';

type Layers = ModelEntry['embedding'];

/** Where in an embedding each wanted layer lies; null when the network does not give it, or gives another size. */
export function findParts(wanted: Layers, given: Layers): { readonly start: number; readonly end: number }[] | null {
  const parts: { start: number; end: number }[] = [];
  for (const { layer, size } of wanted) {
    const at = given.findIndex((candidate) => candidate.layer === layer);
    if (at < 0 || given[at].size !== size) return null;
    const start = given.slice(0, at).reduce((sum, before) => sum + before.size, 0);
    parts.push({ start, end: start + size });
  }
  return parts;
}

/**
 * What a head reads: parts of the embedding, each brought to length 1, joined. Pooled activations of a bright or busy
 * picture are longer, not different; so contrast says nothing, and no layer outweighs another. Float64Array [sum of sizes].
 */
export function readFeatures(
  embedding: Float32Array,
  parts: readonly { readonly start: number; readonly end: number }[],
): Float64Array {
  const features = new Float64Array(parts.reduce((sum, { start, end }) => sum + end - start, 0));
  let offset = 0;
  for (const { start, end } of parts) {
    let squares = 0;
    for (let i = start; i < end; i++) squares += embedding[i] * embedding[i];
    const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
    for (let i = start; i < end; i++) features[offset++] = embedding[i] * scale;
  }
  return features;
}
