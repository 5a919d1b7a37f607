import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ReelsightError } from '../../../core/index.ts';
import { type Architecture, nodeArchOf } from './ffmpeg-binary.ts';
import type { FileSource } from './sync-folder.ts';

/** Of all that the package carries, the processor's engine: no other system's, no GPU's. */
const ENGINE_FILES = ['libonnxruntime.so.1', 'onnxruntime_binding.node'];

/** onnxruntime as `require` finds it in a folder of packages, as small as it runs on Linux. */
export async function listInferenceEngine(root: string, architecture: Architecture): Promise<[string, FileSource][]> {
  const engine = `onnxruntime-node/bin/napi-v6/linux/${nodeArchOf(architecture)}`;
  const paths = [
    'onnxruntime-node/package.json',
    ...(await listScripts(root, 'onnxruntime-node/dist')),
    ...ENGINE_FILES.map((name) => `${engine}/${name}`),
    'onnxruntime-common/package.json',
    ...(await listScripts(root, 'onnxruntime-common/dist/cjs')),
  ];
  return paths.map((path) => [path, { from: join(root, 'node_modules', path) }]);
}

async function listScripts(root: string, folder: string): Promise<string[]> {
  const names = await readdir(join(root, 'node_modules', folder)).catch((cause: unknown) => {
    throw new ReelsightError('environment', `node_modules/${folder} is missing. Run \`npm ci\`.`, { cause });
  });
  return names.filter((name) => name.endsWith('.js') || name === 'package.json').map((name) => `${folder}/${name}`);
}
