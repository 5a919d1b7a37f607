import { type AnalysisInputs, fingerprintVideo, ReelsightError } from '../../src/core/index.ts';
import type { ApiContext, Engine, EngineState, Run, VideoLibrary } from '../../src/service/index.ts';
import { createMemoryStore } from './memory-store.ts';

/** An engine that only remembers what it was told. */
function createFakeEngine() {
  const runs = new Map<string, EngineState>();
  const nameOf = ({ id, attempt }: Run) => `${id}-${attempt}`;
  const started: Run[] = [];
  const engine: Engine = {
    async start(run) {
      const known = runs.get(nameOf(run));
      if (known && known.state !== 'running') return 'exists';
      if (!known) started.push(run);
      runs.set(nameOf(run), { state: 'running' });
      return 'started';
    },
    async stop(run) {
      if (runs.has(nameOf(run))) runs.set(nameOf(run), { state: 'cancelled' });
    },
    find: async (run) => runs.get(nameOf(run)) ?? { state: 'unknown' },
  };
  return { engine, started, end: (run: Run, state: EngineState) => void runs.set(nameOf(run), state) };
}

/** Videos that lie in memory, by address. */
function createFakeLibrary(videos: ReadonlyMap<string, Buffer>): VideoLibrary {
  const bytesOf = (uri: string): Buffer => {
    const bytes = videos.get(uri);
    if (!bytes) throw new ReelsightError('not-found', `There is no video ${uri}.`);
    return bytes;
  };
  return {
    find: async (uri) => ({
      uri,
      name: uri.split('/').at(-1)!,
      ownKey: uri.startsWith('s3://b/') ? uri.slice('s3://b/'.length) : null,
      sizeBytes: bytesOf(uri).length,
      version: '"1"',
    }),
    open: async ({ uri }, first, last) => new Blob([bytesOf(uri).subarray(first, last + 1)]).stream(),
  };
}

/** Bytes that pass for a video at first sight. */
export const videoBytes = (seed: number, size = 3000): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 32]), Buffer.from('ftypisom'), Buffer.alloc(size, seed)]);

export const fingerprintOf = (bytes: Buffer): Promise<string> =>
  fingerprintVideo(bytes.length, async (offset, length) => bytes.subarray(offset, offset + length));

/** Where a video comes to lie that is uploaded. */
export async function uploadOf(bytes: Buffer, name: string) {
  const fingerprint = await fingerprintOf(bytes);
  const key = `uploads/${fingerprint}/${name}`;
  return { request: { name, sizeBytes: bytes.length, fingerprint }, key, address: `s3://b/${key}` };
}

export const MODELS: ApiContext['models'] = [
  {
    name: 'safety',
    sha256: 'a'.repeat(64),
    taxonomy: 't',
    classes: ['a'],
    weights: 'w',
    embedding: [{ layer: 'mixed4', size: 1 }],
    embeddingSize: 1,
  },
];

/** What an analysis of a bucket without a library judges by. */
export const INPUTS: AnalysisInputs = {
  models: MODELS.map(({ name, sha256 }) => ({ name, sha256 })),
  heads: [],
  brandIndex: null,
  catalogue: null,
};

/** Everything that the API needs, in memory. */
export function createFakeCloud(videos: Record<string, Buffer> = { 's3://b/videos/film.mp4': videoBytes(1) }) {
  const memory = createMemoryStore();
  const store = { ...memory, link: async (key: string) => `https://store.example/${key}?signed` };
  const { engine, started, end } = createFakeEngine();
  const completed: string[] = [];
  const logged: unknown[] = [];
  const context: ApiContext = {
    store,
    engine,
    videos: createFakeLibrary(new Map(Object.entries(videos))),
    models: MODELS,
    shippedHeads: [],
    billing: { priceOf: ({ gbSeconds, steps }) => gbSeconds * 0.00001 + steps * 0.000001 },
    uploads: {
      begin: async (_key, sizeBytes) => ({
        uploadId: 'u1',
        partSizeBytes: 100,
        partUrls: Array.from({ length: Math.ceil(sizeBytes / 100) }, (_, i) => `https://store.example/part/${i}`),
      }),
      complete: async (key) => {
        completed.push(key);
        return `s3://b/${key}`;
      },
      abort: async () => {},
      addressOf: (key) => `s3://b/${key}`,
    },
    logError: (error) => void logged.push(error),
  };
  return { context, store, started, end, completed, logged };
}
