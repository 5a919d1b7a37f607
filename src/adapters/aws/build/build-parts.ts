import { join } from 'node:path';
import { findCacheFolder } from '../../../../models/cache-folder.ts';
import type { Log } from '../../../core/index.ts';
import { locateFfmpegBinary } from '../../cloud-shared/build/ffmpeg-binary.ts';
import { listInferenceEngine } from '../../cloud-shared/build/inference-engine.ts';
import { buildModels, listModels } from '../../cloud-shared/build/model-files.ts';
import { type FileSource, syncFolder } from '../../cloud-shared/build/sync-folder.ts';
import type { DeployParameters } from './parameters.ts';

export interface BuildLayersRequest {
  /** Of the repository. */
  readonly root: string;
  readonly parameters: Pick<DeployParameters, 'architecture' | 'networks'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

const findModelCache = (environment: BuildLayersRequest['environment']): string =>
  findCacheFolder({ REELSIGHT_CACHE: environment.REELSIGHT_CACHE }, environment);

/**
 * Lays out the networks and their records for functions that run on this machine, with its own ffmpeg and onnxruntime.
 * Returns the folder.
 */
export async function buildLocalModels({ root, parameters, environment, log }: BuildLayersRequest): Promise<string> {
  const folder = join(root, '.build', 'aws', 'models');
  const models = await buildModels(parameters.networks, findModelCache(environment), log);
  await syncFolder(folder, new Map(listModels(models)));
  return folder;
}

/**
 * Lays out below `.build/aws` what the functions need beside their code: the layers `ffmpeg` and `inference`, and the
 * records of the networks for those that only describe them. What is right already is left alone.
 */
export async function buildLayers({ root, parameters, environment, log }: BuildLayersRequest): Promise<void> {
  const { architecture, networks } = parameters;
  const build = join(root, '.build', 'aws');
  const models = await buildModels(networks, findModelCache(environment), log);
  const ffmpeg = await locateFfmpegBinary({
    root,
    architecture,
    ownBinary: environment.REELSIGHT_DEPLOY_FFMPEG || undefined,
    downloads: join(build, 'downloads'),
  });
  const folders: [string, Map<string, FileSource>][] = [
    ['layers/ffmpeg', new Map([['bin/ffmpeg', { from: ffmpeg, isExecutable: true }]])],
    [
      'layers/inference',
      // onnxruntime as `require` finds it on Lambda, /opt/nodejs/node_modules, and the networks in /opt/models.
      new Map([
        ...(await listInferenceEngine(root, architecture)).map(
          ([path, file]) => [`nodejs/node_modules/${path}`, file] as const,
        ),
        ...listModels(models, 'models/'),
      ]),
    ],
    ['records', new Map(models.map(({ name, record }) => [`${name}.json`, { from: record }]))],
  ];
  for (const [folder, files] of folders) {
    const written = await syncFolder(join(build, folder), files);
    log.info(`.build/aws/${folder}: ${written === 0 ? 'up to date' : `${written} of ${files.size} files written`}`);
  }
}
