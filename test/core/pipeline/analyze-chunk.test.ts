import { join } from 'node:path';
import test from 'ava';
import { analyzeChunk, type Classifier, planAnalysis, probeVideo, resolveOptions } from '../../../src/core/index.ts';
import { makeFolder, openClip, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { createMemoryStore } from '../../helpers/memory-store.ts';

test('a chunk that is ended in its middle leaves no write behind', async (t) => {
  const folder = await makeFolder();
  t.teardown(folder.remove);
  const ffmpeg = await testFfmpeg();
  const source = await openClip(
    await writeClip(ffmpeg, join(folder.path, 'clip.mp4'), { parts: [['testsrc2', 12]], sound: null }),
  );
  const probe = await probeVideo(ffmpeg, source);
  // Every frame is a sample: enough for a part that is written while the others are measured.
  const options = resolveOptions({ sampleFps: 25 });
  const inputs = { models: [], heads: [], brandIndex: null, catalogue: null };
  const plan = planAnalysis({ source, probe, options, inputs, chunkSeconds: null });
  const classifier: Classifier = {
    ...{ name: 'none', sha256: '0'.repeat(64), classes: ['any'], taxonomy: 'none', embeddingSize: 1 },
    infer: async () => ({ scores: [new Float32Array(1)], embeddings: [new Float32Array(1)] }),
    close: async () => {},
  };
  const memory = createMemoryStore();
  const abort = new AbortController();
  let [begun, ended] = [0, 0];
  const store = {
    ...memory,
    async put(key: string, bytes: Uint8Array) {
      begun++;
      abort.abort();
      await new Promise((resolve) => setTimeout(resolve, 500));
      await memory.put(key, bytes);
      ended++;
    },
  };
  await t.throwsAsync(
    analyzeChunk({
      ...{ plan, source, ffmpeg, store, chunk: plan.chunks[0]!, classifiers: [classifier] },
      ...{ detector: null, decodeThreads: 1, signal: abort.signal },
    }),
    { message: /cancelled/ },
  );
  t.true(begun > 0);
  t.is(ended, begun);
});
