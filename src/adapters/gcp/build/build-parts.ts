import { join } from 'node:path';
import { findCacheFolder } from '../../../../models/cache-folder.ts';
import type { Log } from '../../../core/index.ts';
import { locateFfmpegBinary } from '../../cloud-shared/build/ffmpeg-binary.ts';
import { listInferenceEngine } from '../../cloud-shared/build/inference-engine.ts';
import { buildModels, listModels } from '../../cloud-shared/build/model-files.ts';
import { type FileSource, syncFolder } from '../../cloud-shared/build/sync-folder.ts';
import type { DeployParameters } from './parameters.ts';

/** Google's functions run on no other. */
const ARCHITECTURE = 'x86_64';

export interface BuildPartsRequest {
  /** Of the repository. */
  readonly root: string;
  readonly parameters: Pick<DeployParameters, 'networks'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

/**
 * Lays out below `.build/gcp/parts` what the functions need beside their code, each part a folder that serverless.gcp.yml
 * includes: `ffmpeg`, `engine` (onnxruntime), `models`, and `records` for those that only describe the networks. What is
 * right already is left alone.
 */
export async function buildParts({ root, parameters, environment, log }: BuildPartsRequest): Promise<void> {
  const parts = join(root, '.build', 'gcp', 'parts');
  const cacheFolder = findCacheFolder({ REELSIGHT_CACHE: environment['REELSIGHT_CACHE'] }, environment);
  const models = await buildModels(parameters.networks, cacheFolder, log);
  const ffmpeg = await locateFfmpegBinary({
    root,
    architecture: ARCHITECTURE,
    ownBinary: environment['REELSIGHT_DEPLOY_FFMPEG'] || undefined,
    downloads: join(root, '.build', 'downloads'),
  });
  const folders: [string, Map<string, FileSource>][] = [
    ['ffmpeg', new Map([['ffmpeg', { from: ffmpeg, isExecutable: true }]])],
    ['engine', new Map((await listInferenceEngine(root, ARCHITECTURE)).map(([path, file]) => [nest(path), file]))],
    ['models', new Map(listModels(models))],
    ['records', new Map(models.map(({ name, record }) => [`${name}.json`, { from: record }]))],
  ];
  for (const [folder, files] of folders) {
    const written = await syncFolder(join(parts, folder), files);
    log.info(
      `.build/gcp/parts/${folder}: ${written === 0 ? 'up to date' : `${written} of ${files.size} files written`}`,
    );
  }
}

/**
 * Where `require` finds a package that onnxruntime-node needs, in a folder that is no `node_modules` of the source itself:
 * that one Google's build makes anew.
 */
const nest = (path: string): string =>
  path.startsWith('onnxruntime-node/') ? path : `onnxruntime-node/node_modules/${path}`;
