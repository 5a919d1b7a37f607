import { ReelsightError } from '../src/core/errors.ts';
import { type ModelEntry, manifestSchema, type NetworkRecord, POOLED_SIZE } from '../src/core/vision/manifest.ts';
import { describeInceptionV3 } from './architecture.ts';
import imagenetLabels from './labels/imagenet.json' with { type: 'json' };
import nsfwjsLabels from './labels/nsfwjs.json' with { type: 'json' };
import manifestJson from './manifest.json' with { type: 'json' };

const LABELS: Readonly<Record<string, readonly string[]>> = { nsfwjs: nsfwjsLabels, imagenet: imagenetLabels };

const manifest = manifestSchema.parse(manifestJson);

/** The networks that can be built, in the order of the manifest. */
export const NETWORKS: readonly NetworkRecord[] = manifest.networks;
/** The network that judges brand safety and makes the embeddings. */
export const DEFAULT_NETWORK: string = manifest.default;

/** Finds a network of the manifest by name. Errors: kind `input`, naming those that there are. */
export function findNetwork(name: string): NetworkRecord {
  const network = NETWORKS.find((candidate) => candidate.name === name);
  if (!network)
    throw new ReelsightError(
      'input',
      `There is no network "${name}". Known: ${NETWORKS.map((n) => n.name).join(', ')}.`,
    );
  return network;
}

/** What the runtime must know of a network; `weights` is their checksum. Errors: kind `internal` when the labels do not fit the head. */
export function describeEntry(network: NetworkRecord, weights: string): ModelEntry {
  const classes = LABELS[network.labels] ?? [];
  const units = network.head.at(-1)!.units;
  if (classes.length !== units)
    throw new ReelsightError(
      'internal',
      `models/labels/${network.labels}.json has ${classes.length} names for the ${units} classes of ${network.name}.`,
    );
  const channels = new Map(describeInceptionV3().map((layer) => [layer.name, layer.channels]));
  channels.set('pooled', POOLED_SIZE);
  const embedding = network.embedding.map((layer) => ({ layer, size: channels.get(layer)! }));
  return { name: network.name, taxonomy: network.taxonomy, classes: [...classes], weights, embedding };
}
