import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ReelsightError } from '../../../core/index.ts';
import { type Architecture, nodeArchOf } from './ffmpeg-layer.ts';
import { type BuiltModelFiles, listModels } from './model-files.ts';
import type { FileSource } from './sync-folder.ts';

/** Of all that the package carries, the processor's engine: no other system's, no GPU's. */
const ENGINE_FILES = ['libonnxruntime.so.1', 'onnxruntime_binding.node'];

/** onnxruntime as `require` finds it on Lambda, /opt/nodejs/node_modules, and the networks in /opt/models. */
export async function listInferenceLayer(options: {
  root: string;
  architecture: Architecture;
  models: readonly BuiltModelFiles[];
}): Promise<Map<string, FileSource>> {
  const { root, architecture, models } = options;
  const engine = `onnxruntime-node/bin/napi-v6/linux/${nodeArchOf(architecture)}`;
  const modules = [
    'onnxruntime-node/package.json',
    ...(await listScripts(root, 'onnxruntime-node/dist')),
    ...ENGINE_FILES.map((name) => `${engine}/${name}`),
    'onnxruntime-common/package.json',
    ...(await listScripts(root, 'onnxruntime-common/dist/cjs')),
  ];
  return new Map<string, FileSource>([
    ...modules.map((path): [string, FileSource] => [
      `nodejs/node_modules/${path}`,
      { from: join(root, 'node_modules', path) },
    ]),
    ...listModels(models, 'models/'),
  ]);
}

async function listScripts(root: string, folder: string): Promise<string[]> {
  const names = await readdir(join(root, 'node_modules', folder)).catch((cause: unknown) => {
    throw new ReelsightError('environment', `node_modules/${folder} is missing. Run \`npm ci\`.`, { cause });
  });
  return names.filter((name) => name.endsWith('.js') || name === 'package.json').map((name) => `${folder}/${name}`);
}
