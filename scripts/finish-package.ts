import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NETWORKS } from '../models/networks.ts';
import { importNsfwjs, PACKED_WEIGHTS } from '../models/sources/nsfwjs.ts';

// Puts the weights of nsfwjs into dist, for the package: installing nsfwjs itself would bring TensorFlow.js along.
const target = fileURLToPath(new URL('../dist/models/sources/', import.meta.url));
const { source } = NETWORKS.find((network) => network.source.type === 'npm')!;
if (source.type !== 'npm') throw new Error('No network comes from nsfwjs.');
const { weightsManifest, bytes } = await importNsfwjs(source.sha256);
await mkdir(`${target}${PACKED_WEIGHTS.folder}`, { recursive: true });
await writeFile(`${target}${PACKED_WEIGHTS.folder}/${PACKED_WEIGHTS.manifest}`, JSON.stringify({ weightsManifest }));
await writeFile(`${target}${PACKED_WEIGHTS.folder}/${PACKED_WEIGHTS.bytes}`, bytes);
await copyFile(
  fileURLToPath(new URL('../node_modules/nsfwjs/LICENSE', import.meta.url)),
  `${target}${PACKED_WEIGHTS.folder}/LICENSE`,
);

// The command reads its version from the copy that the compiler made; entries there would only mislead.
const packagePath = fileURLToPath(new URL('../dist/package.json', import.meta.url));
const { name, version, type } = JSON.parse(await readFile(packagePath, 'utf8')) as Record<string, string>;
await writeFile(packagePath, `${JSON.stringify({ name, version, type }, null, 2)}\n`);
