import type { Precision } from '../../src/core/vision/manifest.ts';

/** Tests that need the same of a machine, and run by one script. */
export interface Tier {
  /** Folders of `test/` whose tests are its; none: all that belong to no other tier. */
  readonly folders: readonly string[];
  /** The builds of the network that its tests use: made before they start, and kept for the next time. */
  readonly models: readonly Precision[];
  /** Processes at once. Where it is 1, their tests run one after the other, too. */
  readonly concurrency: number;
  /** Long ones first. A file belongs to the one that names it most closely; if none does, it has a process of its own. */
  readonly groups: readonly SharedProcess[];
}

/**
 * Test files that share a process: loading what they test takes longer than most of them run. Their tests run one after
 * the other. A file by itself may run its tests at once, and may change its environment.
 */
export interface SharedProcess {
  readonly name: string;
  /** Folders and files below `test/`. */
  readonly paths: readonly string[];
}

const ONE_AT_A_TIME = { concurrency: 1, groups: [] } as const;

const alone = (path: string): SharedProcess => ({ name: nameOf(path), paths: [path] });

/** `core/media/frames.test.ts` -> `core-media-frames` */
export const nameOf = (file: string): string => file.replace(/\.test\.ts$/, '').replaceAll('/', '-');

export const TIERS: Readonly<Record<string, Tier>> = {
  /** `npm test`: Node and npm are enough. */
  default: {
    folders: [],
    models: ['int8', 'fp32'],
    // One more than the processors that most have: some tests wait, for a server or for a retry.
    concurrency: 3,
    groups: [
      { name: 'core', paths: ['core', 'formats', 'report-page', 'training', 'bench', 'service', 'scripts'] },
      alone('adapters/gcp/analysis.test.ts'),
      alone('adapters/aws/analysis.test.ts'),
      { name: 'clouds', paths: ['adapters/aws', 'adapters/cloud-shared', 'adapters/gcp', 'tools'] },
      { name: 'command-line', paths: ['adapters/local'] },
      { name: 'google-deployment', paths: ['tools/serverless-google'] },
      { name: 'models', paths: ['models'] },
      {
        name: 'house',
        paths: ['architecture.test.ts', 'architecture-rules.test.ts', 'plain-english.test.ts', 'runner'],
      },
      // They say in the environment where Google's metadata server is.
      alone('tools/local-google/tokens.test.ts'),
      alone('adapters/gcp/sign-url.test.ts'),
      alone('adapters/gcp/uploads.test.ts'),
      alone('adapters/local/signing/google.test.ts'),
    ],
  },
  /** As the default: every codec, damage and cut, by a whole ffmpeg. */
  media: {
    folders: [
      'adapters/local/damaged-video.test.ts',
      'adapters/local/part.test.ts',
      'core/loudness/ebur128.test.ts',
      'core/media/codecs.test.ts',
      'core/media/frames.test.ts',
      'core/split',
    ],
    models: ['int8'],
    concurrency: 3,
    groups: [],
  },
  /** As the default: brands, products and heads by the command line. */
  recognition: {
    folders: [
      'adapters/local/brands.test.ts',
      'adapters/local/extra-networks.test.ts',
      'adapters/local/library.test.ts',
      'adapters/local/products.test.ts',
      'adapters/local/train.test.ts',
    ],
    models: ['int8', 'fp32'],
    concurrency: 3,
    groups: [],
  },
  /** Chromium: CHROMIUM_PATH, else /usr/bin/chromium. */
  browser: { ...ONE_AT_A_TIME, folders: ['browser'], models: [] },
  /** The offline commands, as a user starts them: ports of this machine. */
  offline: { ...ONE_AT_A_TIME, folders: ['offline'], models: ['int8'] },
  /** Root, who mounts small disks, and `strace`, which watches the network. */
  system: { ...ONE_AT_A_TIME, folders: ['system'], models: ['int8'] },
  /** What is deployed, packed as it is deployed: root, `unzip` and an npm registry. */
  packaged: { ...ONE_AT_A_TIME, folders: ['packaged'], models: ['int8'] },
  /** The npm package, from an empty folder: an npm registry. */
  library: { ...ONE_AT_A_TIME, folders: ['library'], models: [] },
  /** MOTO_SERVER: `pip install 'moto[server]'`. */
  moto: { ...ONE_AT_A_TIME, folders: ['moto'], models: ['int8'] },
  /**
   * GCS_EMULATOR: `go install github.com/fsouza/fake-gcs-server@v1.52.2`; WORKFLOWS_EMULATOR and GOOGLE_DISCOVERY
   * (`.../site-packages/googleapiclient/discovery_cache/documents`): `pip install workflows-emulator google-api-python-client`.
   */
  'gcp-emulators': { ...ONE_AT_A_TIME, folders: ['gcp-emulators'], models: [] },
};
