import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReelsightError } from '../src/core/errors.ts';
import type { ModelEntry, NetworkRecord, Precision } from '../src/core/vision/manifest.ts';
import { hashBytes } from '../src/core/vision/model-file.ts';
import { BUILDER_VERSION } from './build.ts';
import { type Ranges, rangesSchema } from './calibration/ranges.ts';
import safetyRanges from './calibration/safety.json' with { type: 'json' };
import { describeEntry } from './networks.ts';
import { readPulled } from './pull.ts';

/** Everything that decides the bytes of a built model, and where it shall lie. */
export interface BuildPlan {
  readonly network: NetworkRecord;
  /** FP32 where INT8 was wanted but nobody has calibrated these weights. */
  readonly precision: Precision;
  readonly entry: ModelEntry;
  /** Checksum of the weights. */
  readonly weights: string;
  /** null builds FP32. */
  readonly ranges: Ranges | null;
  /** SHA-256 of all of the above and of the builder's version. */
  readonly hash: string;
  readonly modelPath: string;
}

const COMMITTED_RANGES: Readonly<Record<string, unknown>> = { safety: safetyRanges };

/** Where `models/calibration/calibrate.ts` puts ranges that are not part of the project. */
export const localRangesPath = (cacheFolder: string, name: string): string =>
  join(cacheFolder, 'ranges', `${name}.json`);

/** Checksum of a network's weights; null while they have not been pulled. */
export async function findWeights({ source }: NetworkRecord, cacheFolder: string): Promise<string | null> {
  return source.type === 'npm' ? source.sha256 : ((await readPulled(cacheFolder, source))?.md5 ?? null);
}

/** Checksum of a network's weights. Errors: kind `not-found` while they have not been pulled. */
export async function requireWeights(network: NetworkRecord, cacheFolder: string): Promise<string> {
  const weights = await findWeights(network, cacheFolder);
  if (weights === null)
    throw new ReelsightError(
      'not-found',
      `The weights of ${network.name} are not on this machine. Run \`reelsight models pull ${network.name}\`.`,
    );
  return weights;
}

/**
 * Settles how a network is to be built. INT8 needs activation ranges of exactly these weights: those of the project, or
 * those that a calibration left in the cache folder; without them the network is built in FP32.
 *
 * Errors: kind `not-found` when the weights have to be pulled first, `model` for a damaged ranges file.
 */
export async function planBuild(network: NetworkRecord, wanted: Precision, cacheFolder: string): Promise<BuildPlan> {
  const weights = await requireWeights(network, cacheFolder);
  const ranges = wanted === 'int8' ? await findRanges(network.name, weights, cacheFolder) : null;
  const precision = ranges ? 'int8' : 'fp32';
  const entry = describeEntry(network, weights);
  const { input, head, layers } = network;
  const facts = {
    builder: BUILDER_VERSION,
    entry,
    input,
    head,
    layers,
    ranges: ranges && { ranges: ranges.ranges, channels: ranges.channels },
  };
  const hash = hashBytes(Buffer.from(JSON.stringify(facts)));
  const modelPath = join(cacheFolder, 'models', `${network.name}-${precision}-${hash.slice(0, 12)}.onnx`);
  return { network, precision, entry, weights, ranges, hash, modelPath };
}

async function findRanges(name: string, weights: string, cacheFolder: string): Promise<Ranges | null> {
  const path = localRangesPath(cacheFolder, name);
  const text = await readFile(path, 'utf8').catch(() => null);
  for (const [origin, json] of [
    [`models/calibration/${name}.json`, COMMITTED_RANGES[name]],
    [path, text],
  ] as const) {
    if (json === null || json === undefined) continue;
    const ranges = parseRanges(json, origin);
    if (ranges.source === weights) return ranges;
  }
  return null;
}

function parseRanges(json: unknown, origin: string): Ranges {
  try {
    return rangesSchema.parse(typeof json === 'string' ? JSON.parse(json) : json);
  } catch (cause) {
    throw new ReelsightError('model', `The activation ranges in ${origin} cannot be understood. Remove the file.`, {
      cause,
    });
  }
}
