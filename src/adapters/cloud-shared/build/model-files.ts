import { ensureModel } from '../../../../models/ensure.ts';
import type { Log } from '../../../core/index.ts';
import type { FileSource } from './sync-folder.ts';

export interface BuiltModelFiles {
  /** Their number keeps the order of the networks: the first is the one whose embedding decides. */
  readonly name: string;
  readonly model: string;
  readonly record: string;
}

/** Builds the networks that the functions use, unless they are there. Errors: as `ensureModel`. */
export async function buildModels(
  networks: readonly string[],
  cacheFolder: string,
  log: Log,
): Promise<BuiltModelFiles[]> {
  const progress = {
    start: (text: string) => log.info(text),
    update() {},
    stop() {},
    log: (text: string) => log.warn(text),
  };
  const files: BuiltModelFiles[] = [];
  for (const [index, network] of networks.entries()) {
    const { modelPath } = await ensureModel({ name: network, precision: 'int8', cacheFolder, progress });
    files.push({ name: `${index}-${network}`, model: modelPath, record: modelPath.replace(/\.onnx$/, '.json') });
  }
  return files;
}

/** Every network and its record, as a folder holds them. */
export const listModels = (models: readonly BuiltModelFiles[], prefix = ''): [string, FileSource][] =>
  models.flatMap(({ name, model, record }): [string, FileSource][] => [
    [`${prefix}${name}.onnx`, { from: model }],
    [`${prefix}${name}.json`, { from: record }],
  ]);
