import type { NetworkRecord, Precision } from '../src/core/vision/manifest.ts';
import { inspectModel } from './ensure.ts';
import { NETWORKS } from './networks.ts';
import { findWeights, planBuild } from './plan-build.ts';

/** What is known of a network in one precision: a line of `models list`. */
export interface ModelStatus {
  readonly name: string;
  readonly title: string;
  readonly precision: Precision;
  readonly status: 'built' | 'not-built' | 'damaged' | 'weights-missing' | 'not-calibrated';
  readonly classes: number;
  readonly source: string;
  readonly licence: string;
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
  readonly modelPath: string | null;
}

const PRECISIONS: readonly Precision[] = ['int8', 'fp32'];

/** Every network in every precision, in the order of the manifest; each built model is hashed again. */
export async function listModels(cacheFolder: string): Promise<ModelStatus[]> {
  const lines: ModelStatus[] = [];
  for (const network of NETWORKS)
    for (const precision of PRECISIONS)
      lines.push({ ...describeNetwork(network), precision, ...(await findStatus(network, precision, cacheFolder)) });
  return lines;
}

const describeNetwork = ({ name, title, licence, source, head }: NetworkRecord) => ({
  name,
  title,
  licence,
  source: source.type === 'npm' ? `npm package ${source.package}` : source.url,
  classes: head.at(-1)!.units,
});

type Found = Pick<ModelStatus, 'status' | 'sizeBytes' | 'sha256' | 'modelPath'>;

async function findStatus(network: NetworkRecord, precision: Precision, cacheFolder: string): Promise<Found> {
  const nothing = { sizeBytes: null, sha256: null, modelPath: null };
  if ((await findWeights(network, cacheFolder)) === null) return { status: 'weights-missing', ...nothing };
  const plan = await planBuild(network, precision, cacheFolder);
  if (plan.precision !== precision) return { status: 'not-calibrated', ...nothing };
  const state = await inspectModel(plan);
  if (state.status === 'absent') return { status: 'not-built', ...nothing };
  if (state.status === 'damaged') return { status: 'damaged', ...nothing, modelPath: plan.modelPath };
  const { sizeBytes, sha256 } = state.record;
  return { status: 'built', sizeBytes, sha256, modelPath: plan.modelPath };
}
