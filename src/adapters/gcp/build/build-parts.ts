import { join } from 'node:path';
import { logBuilds } from '../../cloud-shared/build/deployed-builds.ts';
import { listInferenceEngine } from '../../cloud-shared/build/inference-engine.ts';
import {
  type BuildRequest as AnyBuildRequest,
  buildNetworks,
  findDeployed,
  layOut,
  listModelRecords,
} from '../../cloud-shared/build/lay-out.ts';
import { listModels } from '../../cloud-shared/build/model-files.ts';
import type { DeployParameters } from './parameters.ts';

/** Google's functions run on no other. */
const ARCHITECTURE = 'x86_64';

export interface BuildRequest extends AnyBuildRequest {
  readonly parameters: Pick<DeployParameters, 'networks'>;
}

/**
 * Lays out below `.build/gcp/parts` what the functions need beside their code, each part a folder that serverless.gcp.yml
 * includes: `ffmpeg`, `ffprobe`, `engine` (onnxruntime), `models`, and `records` for those that only describe the
 * networks. What is right already is left alone.
 */
export async function buildParts(request: BuildRequest): Promise<void> {
  const { root } = request;
  const parts = join(root, '.build', 'gcp', 'parts');
  const models = await buildNetworks(request);
  const downloads = join(root, '.build', 'downloads');
  const ffmpeg = await findDeployed('ffmpeg', request, ARCHITECTURE, downloads);
  const ffprobe = await findDeployed('ffprobe', request, ARCHITECTURE, downloads);
  const engine = await listInferenceEngine(root, ARCHITECTURE);
  await layOut(
    parts,
    {
      ffmpeg: new Map([['ffmpeg', { from: ffmpeg, isExecutable: true }]]),
      ffprobe: new Map([['ffprobe', { from: ffprobe, isExecutable: true }]]),
      engine: new Map(engine.map(([path, file]) => [nest(path), file])),
      models: new Map(listModels(models)),
      records: listModelRecords(models),
    },
    request,
  );
  const place = (program: string) => join(parts, program, program);
  await logBuilds(
    {
      ffmpeg: { from: ffmpeg, laidOut: place('ffmpeg') },
      ffprobe: { from: ffprobe, laidOut: place('ffprobe') },
    },
    request.log,
  );
}

/**
 * Where `require` finds a package that onnxruntime-node needs, in a folder that is not the `node_modules` of the source
 * itself: that one Google's build makes again.
 */
const nest = (path: string): string =>
  path.startsWith('onnxruntime-node/') ? path : `onnxruntime-node/node_modules/${path}`;
