import type { KnownName, Part } from './rules.ts';

/** The folders that the rules hold for. */
export const FOLDERS = ['src', 'models'];

const part = (name: string, paths: readonly string[], uses: readonly string[], packages: readonly string[] = []) => ({
  name,
  paths,
  uses,
  packages,
  node: false,
});

/** The same, on Node. */
const onNode = (...args: Parameters<typeof part>): Part => ({ ...part(...args), node: true });

/**
 * Every part of the product, from the ground up, and all that each imports: a part stands on those before it alone. A new
 * file or folder must be placed here. `src/core/index.ts` and `src/service/index.ts` are parts of their own, so that
 * others see no more of the core and the service than these.
 */
export const PARTS: readonly Part[] = [
  // The core: it knows no adapter, no builder of models and no cloud.
  part(
    'ground',
    ['errors', 'ports', 'random', 'describe-issues', 'for-each-at-once'].map((name) => `src/core/${name}.ts`),
    [],
    ['zod'],
  ),
  part('config', ['src/core/config.ts'], ['ground'], ['zod']),
  part('report', ['src/core/report.ts', 'src/core/report'], [], ['zod']),
  part('loudness', ['src/core/loudness'], []),
  onNode(
    'media',
    ['src/core/media'],
    ['ground', 'config', 'loudness'],
    ['@ffmpeg-installer/ffmpeg', 'fluent-ffmpeg', 'zod'],
  ),
  part('taxonomy', ['src/core/taxonomy'], []),
  part('shots', ['src/core/shots'], ['report', 'media']),
  part('scenes', ['src/core/scenes'], ['ground', 'report', 'media', 'shots']),
  part('cues', ['src/core/cues'], ['report', 'loudness', 'media', 'shots']),
  part('breaks', ['src/core/breaks'], ['report', 'loudness', 'media', 'shots', 'scenes', 'cues']),
  onNode('vision', ['src/core/vision'], ['ground'], ['onnxruntime-node', 'zod']),
  onNode('heads', ['src/core/heads'], ['ground', 'vision'], ['zod']),
  part(
    'classify',
    ['src/core/classify'],
    ['ground', 'report', 'media', 'taxonomy', 'shots', 'scenes', 'heads'],
    ['zod'],
  ),
  part('library', ['src/core/library'], ['ground', 'report', 'vision', 'heads'], ['zod']),
  part(
    'recognition',
    ['src/core/recognition'],
    ['ground', 'report', 'media', 'shots', 'classify', 'library'],
    ['@msgpack/msgpack', 'zod'],
  ),
  onNode(
    'pipeline',
    ['src/core/pipeline'],
    [
      ...['ground', 'report', 'loudness', 'media', 'shots', 'scenes', 'cues', 'classify', 'breaks'],
      ...['vision', 'heads', 'library', 'recognition'],
    ],
    ['@msgpack/msgpack', 'zod'],
  ),
  onNode('pieces', ['src/core/pieces'], ['ground', 'report', 'media']),
  onNode(
    'exports',
    ['src/core/exports'],
    ['ground', 'report', 'media', 'taxonomy', 'pieces'],
    ['csv-stringify/sync', 'escape-goat', 'fast-xml-parser'],
  ),
  // Runs in browsers.
  part('report page', ['src/core/exports/html/client'], ['report', 'media', 'exports']),
  onNode('stills', ['src/core/stills'], ['ground', 'report', 'media', 'exports']),
  onNode('training', ['src/core/training'], ['ground', 'scenes', 'heads', 'exports']),
  part(
    'core',
    ['src/core/index.ts'],
    [
      ...['ground', 'config', 'report', 'media', 'taxonomy', 'classify', 'vision', 'heads', 'library', 'recognition'],
      ...['pipeline', 'pieces', 'exports', 'stills', 'training'],
    ],
  ),

  // The service: it knows the core alone.
  onNode(
    'service files',
    ['src/service'],
    ['core'],
    [...['@hono/zod-openapi', 'hono', 'hono/http-exception', 'package.json', 'zod']],
  ),
  part('service', ['src/service/index.ts'], ['service files']),

  // What builds models may look into the core, which never sees it.
  onNode(
    'model ground',
    ['architecture', 'files', 'histogram', 'progress'].map((name) => `models/${name}.ts`),
    ['ground'],
  ),
  part('labels', ['models/labels', 'models/taxonomy'], ['ground'], ['zod']),
  part('onnx', ['models/onnx'], [], ['protobufjs']),
  onNode(
    'sources',
    ['models/sources'],
    ['ground', 'model ground'],
    [...['h5wasm/node', 'nsfwjs/models/inception_v3', 'zod']],
  ),
  part(
    'weights',
    ['models/weights.ts', 'models/quantize.ts', 'models/ranges.ts', 'models/ranges'],
    ['ground', 'model ground', 'sources'],
    ['zod'],
  ),
  part('writers', ['models/writers'], ['model ground', 'onnx', 'weights']),
  onNode(
    'models',
    [
      ...['build', 'cache-folder', 'ensure', 'list', 'networks', 'pull', 'recipe'].map((name) => `models/${name}.ts`),
      'models/manifest.json',
    ],
    ['ground', 'config', 'vision', 'model ground', 'labels', 'onnx', 'sources', 'weights', 'writers'],
    ['zod'],
  ),
  onNode('model pictures', ['models/pictures.ts'], ['ground', 'media', 'vision']),
  onNode(
    'calibration',
    ['models/calibrate.ts', 'models/calibration.ts'],
    ['ground', 'vision', 'model ground', 'sources', 'weights', 'writers', 'models', 'model pictures'],
  ),
  onNode('views', ['models/views'], ['media', 'vision', 'model pictures']),
  onNode(
    'scene space',
    ['models/scenes'],
    [...['ground', 'media', 'scenes', 'vision', 'model ground', 'models', 'model pictures', 'views']],
  ),
  onNode('shot network', ['models/shots'], ['ground', 'shots']),
  part(
    'shipped heads',
    ['models/shipped-heads.ts', 'models/heads/everyday.json', 'models/heads/sensitive.json'],
    ['library'],
  ),
  onNode(
    'head training',
    ['models/heads'],
    [...['ground', 'vision', 'training', 'model ground', 'models', 'model pictures', 'shot network']],
    ['zod'],
  ),

  // Adapters: none knows another but what clouds share, which knows no cloud.
  onNode('cloud', ['src/adapters/cloud'], ['core', 'service', 'models'], ['zod']),
  onNode(
    'aws',
    ['src/adapters/aws'],
    ['core', 'service', 'models', 'shipped heads', 'cloud'],
    [
      ...['@aws-sdk/client-lambda', '@aws-sdk/client-s3', '@aws-sdk/client-sfn', '@aws-sdk/s3-request-presigner'],
      ...['fast-xml-parser', 'hono/aws-lambda', 'tsx/esm/api', 'zod'],
    ],
  ),
  onNode(
    'gcp',
    ['src/adapters/gcp'],
    ['core', 'service', 'models', 'shipped heads', 'cloud'],
    [
      ...['@google-cloud/functions-framework', '@google-cloud/storage', '@hono/node-server', 'esbuild'],
      ...['fast-xml-parser', 'google-auth-library', 'jsep', 'tsx/esm/api', 'yaml', 'yazl', 'zod'],
    ],
  ),
  onNode(
    'local',
    ['src/adapters/local'],
    ['core', 'model ground', 'models', 'model pictures', 'views', 'shipped heads'],
    [
      ...['@aws-sdk/credential-providers', 'aws4fetch', 'cli-progress', 'commander', 'csv-parse', 'csv-parse/sync'],
      ...['csv-stringify/sync', 'escape-goat', 'fast-xml-parser', 'google-auth-library', 'package.json'],
      ...['proper-lockfile', 'tinypool', 'zod'],
    ],
  ),
  // What others import: no more than these four files.
  onNode('package', ['src/package'], ['core', 'models', 'shipped heads', 'local']),
];

/** In parts: the runner of the tests puts an address in place of the whole. */
export const OWN_ADDRESS = ['import', 'meta', 'url'].join('.');

/** Names of modules that are no literals. */
export const KNOWN_NAMES: readonly KnownName[] = [
  {
    from: 'src/adapters/local/workers.ts',
    code: `new URL(\`./chunk-process.\${extension}\`, ${OWN_ADDRESS})`,
    reason: 'Its neighbour: a source where this one is, compiled where this one is.',
  },
];

/** Lines of core and service that name the environment. This one writes, and reads nothing. */
export const ENVIRONMENT_LINES = ["src/core/vision/session.ts: process.env.ORT_DISABLE_TELEMETRY = '1';"];
