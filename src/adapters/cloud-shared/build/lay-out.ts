import { join, relative } from 'node:path';
import { findCacheFolder, type Log } from '../../../core/index.ts';
import { type Architecture, type DeployedProgram, findOwnBinary, locateBinary } from './ffmpeg-binary.ts';
import { type BuiltModelFiles, buildModels } from './model-files.ts';
import { type FileSource, syncFolder } from './sync-folder.ts';

/** What a deployment's functions need beside their code is made of this. */
export interface BuildRequest {
  /** Of the repository. */
  readonly root: string;
  readonly parameters: { readonly networks: readonly string[] };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

/** Builds the networks, unless they are there. Errors: as `ensureModel`. */
export const buildNetworks = ({ parameters, environment, log }: BuildRequest): Promise<BuiltModelFiles[]> =>
  buildModels(
    parameters.networks,
    findCacheFolder({ REELSIGHT_CACHE: environment['REELSIGHT_CACHE'] }, environment),
    log,
  );

/** Finds the program that is deployed; one that has to be fetched is kept in `downloads`. Errors: as `locateBinary`. */
export const findDeployed = (
  program: DeployedProgram,
  { root, environment }: BuildRequest,
  architecture: Architecture,
  downloads: string,
): Promise<string> =>
  locateBinary({
    program,
    root,
    architecture,
    ownBinary: findOwnBinary(program, environment),
    downloads,
  });

/** The records of the networks, for functions that only describe them. */
export const listModelRecords = (models: readonly BuiltModelFiles[]): ReadonlyMap<string, FileSource> =>
  new Map(models.map(({ name, record }) => [`${name}.json`, { from: record }]));

/** Makes the folders below `place` hold these files and nothing else, and says what was written. */
export async function layOut(
  place: string,
  folders: Readonly<Record<string, ReadonlyMap<string, FileSource>>>,
  { root, log }: BuildRequest,
): Promise<void> {
  for (const [name, files] of Object.entries(folders)) {
    const folder = join(place, name);
    const written = await syncFolder(folder, files);
    const state = written === 0 ? 'up to date' : `${written} of ${files.size} files written`;
    log.info(`${relative(root, folder)}: ${state}`);
  }
}
