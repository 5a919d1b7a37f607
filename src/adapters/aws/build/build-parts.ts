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
import { syncFolder } from '../../cloud-shared/build/sync-folder.ts';
import type { DeployParameters } from './parameters.ts';

export interface BuildRequest extends AnyBuildRequest {
  readonly parameters: Pick<DeployParameters, 'architecture' | 'networks'>;
}

/**
 * Lays out the networks and their records for functions that run on this machine, with its own ffmpeg and onnxruntime.
 * Returns the folder.
 */
export async function buildLocalModels(request: AnyBuildRequest): Promise<string> {
  const folder = join(request.root, '.build', 'aws', 'models');
  await syncFolder(folder, new Map(listModels(await buildNetworks(request))));
  return folder;
}

/**
 * Lays out below `.build/aws` what the functions need beside their code: the layers `ffmpeg`, `ffprobe` and `inference`,
 * and the records of the networks for those that only describe them. What is right already is left alone.
 */
export async function buildParts(request: BuildRequest): Promise<void> {
  const { root, parameters } = request;
  const build = join(root, '.build', 'aws');
  const models = await buildNetworks(request);
  const downloads = join(build, 'downloads');
  const ffmpeg = await findDeployed('ffmpeg', request, parameters.architecture, downloads);
  const ffprobe = await findDeployed('ffprobe', request, parameters.architecture, downloads);
  const engine = await listInferenceEngine(root, parameters.architecture);
  await layOut(
    build,
    {
      'layers/ffmpeg': new Map([['bin/ffmpeg', { from: ffmpeg, isExecutable: true }]]),
      'layers/ffprobe': new Map([['bin/ffprobe', { from: ffprobe, isExecutable: true }]]),
      // onnxruntime as `require` finds it on Lambda, /opt/nodejs/node_modules, and the networks in /opt/models.
      'layers/inference': new Map([
        ...engine.map(([path, file]) => [`nodejs/node_modules/${path}`, file] as const),
        ...listModels(models, 'models/'),
      ]),
      records: listModelRecords(models),
    },
    request,
  );
  const place = (program: string) => join(build, 'layers', program, 'bin', program);
  await logBuilds(
    {
      ffmpeg: { from: ffmpeg, laidOut: place('ffmpeg') },
      ffprobe: { from: ffprobe, laidOut: place('ffprobe') },
    },
    request.log,
  );
}
