import type { KnownName, Part } from './rules.ts';

/** The folders that the rules hold for. */
export const FOLDERS = ['src', 'models', 'tools'];

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
  // Data of our own making that the core reads: weights of its small networks, what labels are called.
  part(
    'weights of the core',
    [
      ...['models/scenes/space.json', 'models/shots/judge.json', 'models/shots/network.json'],
      'models/taxonomy/table.json',
    ],
    [],
  ),

  // The core: it knows no adapter, no builder of models and no cloud. Its ground:
  part(
    'ground',
    ['errors', 'ports', 'describe-issues', 'evidence-taxonomies', 'map-together'].map((name) => `src/core/${name}.ts`),
    [],
    ['p-map', 'zod'],
  ),
  onNode(
    'config',
    ['config', 'cache-folder'].map((name) => `src/core/${name}.ts`),
    ['ground'],
    ['zod'],
  ),
  part('math', ['src/core/math'], []),
  part('report', ['src/core/report.ts', 'src/core/report'], ['ground'], ['zod']),
  part('measurements', ['src/core/measurements'], ['ground', 'report']),
  part('taxonomy', ['src/core/taxonomy.ts'], ['weights of the core']),
  part('wording', ['src/core/wording'], ['ground', 'report', 'taxonomy']),
  // What is measured:
  part('loudness', ['src/core/loudness'], ['math']),
  onNode(
    'media',
    ['src/core/media'],
    ['ground', 'config', 'math', 'measurements', 'loudness'],
    ['@ffmpeg-installer/ffmpeg', '@ffprobe-installer/ffprobe', 'fluent-ffmpeg', 'zod'],
  ),
  onNode('vision', ['src/core/vision'], ['ground'], ['onnxruntime-node', 'zod']),
  onNode('heads', ['src/core/heads'], ['ground', 'math', 'vision'], ['zod']),
  part('library', ['src/core/library.ts'], ['ground', 'report', 'vision', 'heads'], ['zod']),
  part(
    'recognition',
    ['src/core/recognition'],
    ['ground', 'math', 'report', 'measurements', 'library'],
    ['@msgpack/msgpack', 'zod'],
  ),
  // What is decided:
  part('shots', ['src/core/shots'], ['weights of the core', 'math', 'report', 'measurements']),
  part('scenes', ['src/core/scenes'], ['weights of the core', 'ground', 'math', 'report', 'measurements']),
  part('cues', ['src/core/cues'], ['math', 'report', 'measurements', 'loudness']),
  part('breaks', ['src/core/breaks'], ['math', 'report', 'measurements', 'scenes', 'cues']),
  part('classify', ['src/core/classify'], ['ground', 'math', 'report', 'measurements', 'taxonomy', 'heads'], ['zod']),
  // What puts it together, and what works on a report:
  onNode(
    'pipeline',
    ['src/core/pipeline'],
    [
      ...['ground', 'math', 'report', 'measurements', 'media', 'vision', 'heads', 'library', 'recognition'],
      ...['shots', 'scenes', 'cues', 'breaks', 'classify'],
    ],
    ['@msgpack/msgpack', 'zod'],
  ),
  onNode('split', ['src/core/split'], ['ground', 'report', 'media']),
  onNode('thumbnails', ['src/core/thumbnails'], ['ground', 'report', 'wording', 'media']),
  part(
    'core',
    ['src/core/index.ts'],
    [
      ...['ground', 'config', 'report', 'measurements', 'taxonomy', 'media', 'vision', 'heads', 'library'],
      ...['recognition', 'breaks', 'classify', 'pipeline', 'split', 'thumbnails'],
    ],
  ),

  // What is made of a report, above the core.
  onNode(
    'report page',
    ['src/report-page'],
    ['math', 'report', 'measurements', 'taxonomy', 'wording'],
    ['escape-goat'],
  ),
  // Runs in browsers.
  part(
    'report page in browsers',
    ['src/report-page/client'],
    ['math', 'report', 'measurements', 'wording', 'report page'],
  ),
  onNode(
    'formats',
    ['src/formats'],
    ['ground', 'math', 'report', 'measurements', 'taxonomy', 'wording', 'split', 'report page'],
    ['csv-stringify/sync', 'fast-xml-parser'],
  ),
  onNode('training', ['src/training'], ['ground', 'math', 'heads', 'report page']),

  // The service: it knows the core and the formats alone.
  part('wire', ['src/service/wire.ts'], ['core'], ['zod']),
  onNode(
    'service files',
    ['src/service'],
    ['core', 'formats', 'wire'],
    [...['@hono/zod-openapi', 'hono', 'hono/http-exception', 'p-map', 'package.json', 'zod']],
  ),
  part('service', ['src/service/index.ts'], ['service files', 'wire']),

  // What builds models may look into the core, which never sees it.
  onNode(
    'model ground',
    ['architecture', 'files', 'progress', 'calibration/histogram'].map((name) => `models/${name}.ts`),
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
    [
      ...['weights.ts', 'calibration/quantize.ts', 'calibration/ranges.ts', 'calibration/safety.json'].map(
        (name) => `models/${name}`,
      ),
    ],
    ['ground', 'model ground', 'sources'],
    ['zod'],
  ),
  part('writers', ['models/writers'], ['model ground', 'onnx', 'weights']),
  onNode(
    'models',
    [
      ...['build', 'ensure', 'list', 'networks', 'plan-build', 'pull'].map((name) => `models/${name}.ts`),
      'models/manifest.json',
    ],
    ['ground', 'vision', 'model ground', 'labels', 'onnx', 'sources', 'weights', 'writers'],
    ['zod'],
  ),
  onNode('model pictures', ['models/pictures.ts'], ['ground', 'media', 'vision']),
  onNode(
    'calibration',
    ['models/calibration/calibrate.ts', 'models/calibration/calibration.ts'],
    ['ground', 'vision', 'model ground', 'sources', 'weights', 'writers', 'models', 'model pictures'],
  ),
  onNode('views', ['models/views'], ['media', 'vision', 'model pictures']),
  onNode(
    'scene space',
    ['models/scenes'],
    [...['ground', 'math', 'media', 'vision', 'model ground', 'models', 'model pictures', 'views']],
  ),
  onNode('shot network', ['models/shots'], ['math', 'measurements', 'shots']),
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
  onNode(
    'cloud-shared',
    ['src/adapters/cloud-shared'],
    ['core', 'service', 'models', 'shipped heads'],
    ['p-map', 'zod'],
  ),
  onNode(
    'aws',
    ['src/adapters/aws'],
    ['core', 'service', 'cloud-shared'],
    [
      ...['@aws-sdk/client-lambda', '@aws-sdk/client-s3', '@aws-sdk/client-sfn', '@aws-sdk/s3-request-presigner'],
      ...['hono/aws-lambda', 'tsx/esm/api', 'zod'],
    ],
  ),
  onNode(
    'gcp',
    ['src/adapters/gcp'],
    ['core', 'service', 'cloud-shared'],
    [
      ...['@google-cloud/functions-framework', '@google-cloud/storage', '@hono/node-server', 'fast-xml-parser'],
      ...['google-auth-library', 'tsx/esm/api', 'zod'],
    ],
  ),
  // The command line, floor by floor.
  onNode(
    'local ground',
    ['errors.ts', 'store.ts', 'retry.ts', 'reading'].map((name) => `src/adapters/local/${name}`),
    ['core'],
  ),
  onNode('terminal', ['src/adapters/local/terminal'], ['core'], ['cli-progress']),
  onNode(
    'files',
    ['src/adapters/local/files'],
    ['core', 'formats', 'local ground', 'terminal'],
    ['csv-stringify/sync', 'zod'],
  ),
  onNode('batch', ['src/adapters/local/batch'], ['core', 'local ground', 'terminal', 'files']),
  onNode(
    'options',
    ['src/adapters/local/options'],
    ['core', 'formats', 'local ground', 'terminal', 'files'],
    ['commander'],
  ),
  onNode('user library', ['src/adapters/local/library'], ['core', 'local ground'], ['proper-lockfile']),
  onNode(
    'video',
    ['src/adapters/local/video'],
    ['core', 'models', 'shipped heads', 'local ground', 'terminal', 'files', 'options', 'user library'],
    ['tinypool'],
  ),
  onNode(
    'findings',
    ['src/adapters/local/findings'],
    ['core', 'local ground', 'terminal', 'options', 'user library', 'video'],
    ['commander', 'escape-goat'],
  ),
  onNode('brands', ['src/adapters/local/brands'], ['core', 'local ground', 'terminal', 'user library'], ['zod']),
  onNode(
    'products',
    ['src/adapters/local/products'],
    ['core', 'local ground', 'terminal', 'user library'],
    ['csv-parse', 'fast-xml-parser', 'zod'],
  ),
  onNode(
    'own classes',
    ['src/adapters/local/training'],
    ['core', 'training', 'model ground', 'model pictures', 'views', 'local ground', 'terminal', 'video'],
    ['csv-parse/sync'],
  ),
  onNode(
    'signing',
    ['src/adapters/local/signing'],
    ['core'],
    ['@aws-sdk/credential-providers', 'aws4fetch', 'google-auth-library', 'zod'],
  ),
  onNode(
    'service client',
    ['src/adapters/local/service'],
    ['core', 'formats', 'wire', 'local ground', 'terminal', 'files', 'signing'],
    ['cli-progress', 'commander', 'p-map', 'zod'],
  ),
  onNode('demo', ['src/adapters/local/demo'], ['core', 'math']),
  onNode(
    'commands',
    ['src/adapters/local/commands'],
    [
      ...['core', 'formats', 'training', 'models', 'views', 'shipped heads', 'local ground', 'terminal', 'files'],
      ...['options', 'user library', 'video', 'findings', 'brands', 'products', 'own classes', 'service client'],
      ...['demo', 'batch'],
    ],
    ['commander'],
  ),
  onNode(
    'command line',
    ['src/adapters/local/cli.ts', 'src/adapters/local/run-cli.ts'],
    ['core', 'local ground', 'terminal', 'user library', 'commands'],
    ['commander', 'package.json'],
  ),

  // Programs beside the product, which never sees them. The first stands by itself.
  onNode(
    'serverless-google',
    ['tools/serverless-google'],
    [],
    ['esbuild', 'google-auth-library', 'tsx/esm/api', 'yazl', 'zod'],
  ),
  onNode('local clouds', ['tools/local-shared'], ['core'], ['fast-xml-parser']),
  onNode(
    'local-aws',
    ['tools/local-aws'],
    ['core', 'service', 'aws', 'local clouds'],
    ['@aws-sdk/client-lambda', '@aws-sdk/client-s3', 'fast-xml-parser', 'tsx/esm/api', 'zod'],
  ),
  onNode(
    'local-google',
    ['tools/local-google'],
    ['core', 'gcp', 'serverless-google', 'local clouds'],
    [
      ...['@google-cloud/functions-framework', '@google-cloud/storage', 'fast-xml-parser', 'jsep', 'tsx/esm/api'],
      ...['yaml', 'zod'],
    ],
  ),
  // What others import, by package.json's `exports`.
  onNode(
    'package',
    ['src/package'],
    ['core', 'formats', 'models', 'shipped heads', 'local ground', 'terminal', 'user library', 'video'],
  ),
];

/** In parts: the runner of the tests puts an address in place of the whole. */
export const OWN_ADDRESS = ['import', 'meta', 'url'].join('.');

/** Names of modules that are not literals. */
export const KNOWN_NAMES: readonly KnownName[] = [
  {
    from: 'src/adapters/local/video/workers.ts',
    code: `new URL(\`./chunk-process.\${extension}\`, ${OWN_ADDRESS})`,
    reason: 'Its neighbour: a source where this one is, compiled where this one is.',
  },
];

/** Lines of core and service that name the environment. This one writes, and reads nothing. */
export const ENVIRONMENT_LINES = ["src/core/vision/session.ts: process.env.ORT_DISABLE_TELEMETRY = '1';"];
