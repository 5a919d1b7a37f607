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
 *
 * With `roots` square roots of the activations are taken first (what is below 0 counts as 0): a few strong channels then
 * outweigh the many weak ones less, which told objects in photographs and films apart better.
 */
export function readHeadFeatures(
  embedding: Float32Array,
  parts: readonly { readonly start: number; readonly end: number }[],
  roots = false,
): Float64Array {
  const features = new Float64Array(parts.reduce((sum, { start, end }) => sum + end - start, 0));
  let offset = 0;
  for (const { start, end } of parts) {
    const from = offset;
    let squares = 0;
    for (let i = start; i < end; i++) {
      const value = roots ? Math.sqrt(Math.max(0, embedding[i])) : embedding[i];
      features[offset++] = value;
      squares += value * value;
    }
    const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
    for (let i = from; i < offset; i++) features[i] *= scale;
  }
  return features;
}
