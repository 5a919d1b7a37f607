import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ReelsightError } from '../src/core/errors.ts';
import type { ModelRecord, NetworkRecord, Precision } from '../src/core/vision/manifest.ts';
import {
  type BuiltModel,
  checkModelBytes,
  hashBytes,
  readModelRecord,
  recordPathOf,
} from '../src/core/vision/model-file.ts';
import { LAYER_COUNT } from './architecture.ts';
import { BUILDER_VERSION, buildModel } from './build.ts';
import { type OpenFile, writeBytes } from './files.ts';
import { findNetwork } from './networks.ts';
import { type BuildPlan, planBuild, requireWeights } from './plan-build.ts';
import type { WorkProgress } from './progress.ts';
import { hashFileMd5, weightsPath } from './pull.ts';
import { openNsfwjs } from './sources/nsfwjs.ts';
import type { TensorSource } from './sources/tensor-source.ts';

export interface EnsureRequest {
  /** A network of the manifest, or one described like those. */
  readonly name: string | NetworkRecord;
  readonly precision: Precision;
  readonly cacheFolder: string;
  /** Build even if a good model is there. Default false. */
  readonly force?: boolean;
  readonly progress?: WorkProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How files are opened for writing. */
  readonly openFile?: OpenFile;
  /** How weights become a model's bytes. Default `buildModel`. */
  readonly build?: typeof buildModel;
}

export interface EnsuredModel extends BuiltModel {
  /** What was built: FP32 where INT8 was wanted of weights that nobody calibrated. */
  readonly precision: Precision;
  readonly built: boolean;
}

/**
 * Gives a model that is whole and up to date: the one in the cache folder if it is what this version would build and
 * hashes to what its record says, else a new one. A model takes its name only when it is complete, and its record is
 * written after it, so several processes may do this at once.
 *
 * Errors: kind `input` for an unknown network, `not-found` for weights to be pulled first, `model` for weights that are
 * damaged or incomplete, `storage` for a folder that is full or cannot be written, `cancelled`.
 */
export async function ensureModel(request: EnsureRequest): Promise<EnsuredModel> {
  const { cacheFolder, progress } = request;
  const network = typeof request.name === 'string' ? findNetwork(request.name) : request.name;
  const plan = await planBuild(network, request.precision, cacheFolder);
  if (plan.precision !== request.precision)
    progress?.log(
      `${network.name} has no activation ranges for these weights, so it is used in FP32: the same answers, about three times slower. Calibrate it with models/calibration/calibrate.ts.`,
    );
  const state = request.force ? { status: 'absent' as const } : await inspectModel(plan);
  if (state.status === 'damaged') progress?.log(`${plan.modelPath} is damaged and is rebuilt.`);
  const record = state.status === 'built' ? state.record : await buildAndWrite(plan, request);
  const { name, modelPath, entry, precision } = { ...plan, name: network.name };
  return { name, modelPath, sha256: record.sha256, entry, precision, built: state.status !== 'built' };
}

export type ModelState = { status: 'built'; record: ModelRecord } | { status: 'damaged' } | { status: 'absent' };

/** Whether the plan's model is there and hashes to what its record says. */
export async function inspectModel({ modelPath, hash }: BuildPlan): Promise<ModelState> {
  const bytes = await readFile(modelPath).catch(() => null);
  if (bytes === null) return { status: 'absent' };
  try {
    const record = await readModelRecord(modelPath);
    checkModelBytes(bytes, record.sha256, modelPath);
    return record.recipe === hash ? { status: 'built', record } : { status: 'damaged' };
  } catch (error) {
    if (error instanceof ReelsightError) return { status: 'damaged' };
    throw error;
  }
}

async function buildAndWrite(plan: BuildPlan, request: EnsureRequest): Promise<ModelRecord> {
  const { network, precision, modelPath, entry, ranges } = plan;
  const { source } = await openWeights(network, request.cacheFolder);
  const { progress, signal, build = buildModel } = request;
  progress?.start(`Building the network ${network.name} (${precision.toUpperCase()})`, LAYER_COUNT, 'layers');
  const onLayer = (done: number) => progress?.update(done);
  const bytes = await build({ network, source, ranges, onLayer, signal }).finally(() => {
    progress?.stop();
    source.close();
  });
  const sha256 = hashBytes(bytes);
  const expected = network.builds[precision];
  if (expected !== undefined && expected !== sha256)
    throw new ReelsightError(
      'internal',
      `The ${precision} model of ${network.name} was built as ${sha256}; the manifest expects ${expected}. Report this with your version of Node and processor.`,
    );
  const record: ModelRecord = {
    schemaVersion: 1,
    builderVersion: BUILDER_VERSION,
    recipe: plan.hash,
    precision,
    sha256,
    sizeBytes: bytes.length,
    licence: network.licence,
    entry,
  };
  await writeBytes(modelPath, bytes, request.openFile);
  await writeBytes(recordPathOf(modelPath), `${JSON.stringify(record, null, 2)}\n`, request.openFile);
  await removeStale(plan);
  return record;
}

/**
 * Opens the weights of a network, checked against their checksum. Errors: kind `not-found` for weights to be pulled
 * first, `model` for damaged ones.
 */
export async function openWeights(
  network: NetworkRecord,
  cacheFolder: string,
): Promise<{ source: TensorSource; weights: string }> {
  const { source, name } = network;
  const weights = await requireWeights(network, cacheFolder);
  if (source.type === 'npm') return { source: await openNsfwjs(source.sha256), weights };
  const path = weightsPath(cacheFolder, source);
  const found = await hashFileMd5(path);
  if (found !== weights)
    throw new ReelsightError(
      'model',
      `The pulled weights ${path} are damaged: MD5 ${found}, pulled as ${weights}. Run \`reelsight models pull ${name}\` again.`,
    );
  // The HDF5 reader takes two seconds to load: only those pay who need it.
  const { openKerasHdf5 } = await import('./sources/keras-hdf5.ts');
  return { source: await openKerasHdf5(path), weights };
}

/** Models of the same network and precision that older versions or other weights left: nobody builds them any more. */
async function removeStale({ network, precision, modelPath }: BuildPlan): Promise<void> {
  const folder = dirname(modelPath);
  const keep = [basename(modelPath), basename(recordPathOf(modelPath))];
  const pattern = new RegExp(`^${network.name}-${precision}-[0-9a-f]{12}\\.(onnx|json)$`);
  for (const name of await readdir(folder))
    if (pattern.test(name) && !keep.includes(name)) await rm(join(folder, name), { force: true });
}
