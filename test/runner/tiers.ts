import type { Precision } from '../../src/core/vision/manifest.ts';

/** Tests that need the same of a machine, and run by one script. */
export interface Tier {
  /** Folders of `test/` whose tests are its; none: all that are no other tier's. */
  readonly folders: readonly string[];
  /** The builds of the network that its tests use: made before they start, and kept for the next time. */
  readonly models: readonly Precision[];
  /** Processes at once. */
  readonly concurrency: number;
  /** Long ones first. Each file that is in none has a process of its own, after them. */
  readonly groups: readonly SharedProcess[];
}

/** Test files that share a process: loading what they test takes longer than most of them run. */
export interface SharedProcess {
  readonly name: string;
  /** Folders and files below `test/`. */
  readonly paths: readonly string[];
  readonly except?: readonly string[];
}

const ONE_AT_A_TIME = { concurrency: 1, groups: [] } as const;

export const TIERS: Readonly<Record<string, Tier>> = {
  /** `npm test`: Node and npm are enough. */
  default: {
    folders: [],
    models: ['int8', 'fp32'],
    concurrency: 2,
    groups: [
      { name: 'models', paths: ['models'] },
      // Mostly ffmpeg: one at a time keeps a processor busy, all at once they only wait for one another.
      { name: 'media', paths: ['core/media/frames.test.ts', 'core/pieces/pieces.test.ts'] },
      {
        name: 'core',
        paths: ['core', 'bench', 'service', 'scripts', 'architecture.test.ts', 'architecture-rules.test.ts'],
        except: ['core/media/frames.test.ts', 'core/pieces/pieces.test.ts'],
      },
      {
        name: 'local',
        paths: ['adapters/local'],
        // They run ffmpeg and networks, or wait: side by side is quicker.
        except: [
          'adapters/local/analyze.test.ts',
          'adapters/local/bad-input.test.ts',
          'adapters/local/brands.test.ts',
          'adapters/local/extra-networks.test.ts',
          'adapters/local/https-source.test.ts',
          'adapters/local/library.test.ts',
          'adapters/local/products.test.ts',
          'adapters/local/robustness.test.ts',
          'adapters/local/split.test.ts',
          'adapters/local/thumbnails.test.ts',
          'adapters/local/train.test.ts',
          'adapters/local/service/commands.test.ts',
          // It says in the environment where Google's metadata server is.
          'adapters/local/service/signing/google.test.ts',
        ],
      },
      {
        name: 'clouds',
        paths: ['adapters/aws', 'adapters/cloud', 'adapters/gcp'],
        except: [
          'adapters/aws/analysis.test.ts',
          'adapters/gcp/analysis.test.ts',
          'adapters/gcp/deploy',
          // They say in the environment where Google's metadata server is.
          'adapters/gcp/offline/tokens.test.ts',
          'adapters/gcp/sign-url.test.ts',
          'adapters/gcp/uploads.test.ts',
        ],
      },
      // One after the other, for the sake of those who say in the environment where Google's metadata server is.
      { name: 'google-deployment', paths: ['adapters/gcp/deploy'] },
    ],
  },
  /** Chromium: CHROMIUM_PATH, else /usr/bin/chromium. */
  browser: { ...ONE_AT_A_TIME, folders: ['browser'], models: [] },
  /** The offline commands, as a user starts them: ports of this machine. */
  offline: { ...ONE_AT_A_TIME, folders: ['offline'], models: ['int8'] },
  /** Root, who mounts small disks, and `strace`, which watches the network. */
  system: { ...ONE_AT_A_TIME, folders: ['system'], models: ['int8'] },
  /** What is deployed, packed as it is deployed: root, `unzip` and an npm registry. */
  packaged: { ...ONE_AT_A_TIME, folders: ['packaged'], models: ['int8'] },
  /** MOTO_SERVER: `pip install 'moto[server]'`. */
  moto: { ...ONE_AT_A_TIME, folders: ['moto'], models: ['int8'] },
  /**
   * GCS_EMULATOR: `go install github.com/fsouza/fake-gcs-server@v1.52.2`; WORKFLOWS_EMULATOR and GOOGLE_DISCOVERY
   * (`.../site-packages/googleapiclient/discovery_cache/documents`): `pip install workflows-emulator google-api-python-client`.
   */
  'gcp-emulators': { ...ONE_AT_A_TIME, folders: ['gcp-emulators'], models: [] },
};
