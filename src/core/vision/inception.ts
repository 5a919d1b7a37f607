import { readFile } from 'node:fs/promises';
import { ReelsightError } from '../errors.ts';
import { IMAGE_SIZE, type ModelEntry } from './manifest.ts';
import { checkModelBytes } from './model-file.ts';
import { type InferenceSession, openInferenceSession } from './session.ts';
import { trimBars } from './trim-bars.ts';

/** Bytes of one frame: 299 x 299 pixels, three channels. */
export const FRAME_BYTES = IMAGE_SIZE * IMAGE_SIZE * 3;
/** Rises when frames are prepared in another way: embeddings kept from before are then of no use. 2: bars are cut off. */
export const INPUT_VERSION = 2;
/** Frames a run of the network: more is no faster on a CPU and takes 20 MB of working memory each. */
const MAX_BATCH = 4;

/** An Inception V3 that is ready to look at frames. */
export interface Classifier {
  readonly name: string;
  /** Of the model file. */
  readonly sha256: string;
  readonly classes: readonly string[];
  readonly taxonomy: string;
  /** Numbers of an embedding. */
  readonly embeddingSize: number;
  /**
   * Scores and embeddings of `count` frames: each `scores[i]` is a Float32Array [classes] of 0..1 that sums to 1, each
   * `embeddings[i]` a Float32Array [embeddingSize], not normalised. `frames` is RGB, 8 bits a channel, row major:
   * [count, 299, 299, 3]; black bars of a letterbox or pillarbox are cut off first (`trimBars`). A frame's answer depends on
   * that frame alone: not on its batch, nor on the threads.
   */
  infer(frames: Uint8Array, count: number): Promise<{ scores: Float32Array[]; embeddings: Float32Array[] }>;
  close(): Promise<void>;
}

/**
 * Loads a built model. The file is checked against `sha256` first, so the report names what really ran.
 *
 * Errors: kind `model` when the file is missing, is not what was built, or is not such a network; `environment` when
 * onnxruntime does not load. `infer` throws `internal` for frames of another size than promised.
 *
 * @example
 * const classifier = await createClassifier({ ...model, threads: 1 });
 * const { scores } = await classifier.infer(frames, 1); // scores[0]: [0.02, 0.00, 0.96, 0.01, 0.01]
 */
export async function createClassifier(options: {
  modelPath: string;
  sha256: string;
  entry: ModelEntry;
  threads: number;
}): Promise<Classifier> {
  const { modelPath, sha256, entry, threads } = options;
  const bytes = await readFile(modelPath).catch((cause: unknown) => {
    throw new ReelsightError('model', `The model file cannot be read: ${modelPath}. Run \`reelsight models build\`.`, {
      cause,
    });
  });
  checkModelBytes(bytes, sha256, modelPath);
  const session = await openInferenceSession(bytes, { threads });
  const embeddingSize = entry.embedding.reduce((sum, { size }) => sum + size, 0);
  checkShapes(session, entry, embeddingSize, modelPath);
  return {
    name: entry.name,
    sha256,
    classes: entry.classes,
    taxonomy: entry.taxonomy,
    embeddingSize,
    async infer(frames, count) {
      if (frames.length !== count * FRAME_BYTES)
        throw new ReelsightError(
          'internal',
          `Inception V3 takes ${FRAME_BYTES} bytes a frame (299 x 299 RGB): ${count} frame(s) came with ${frames.length} bytes.`,
        );
      const scores: Float32Array[] = [];
      const embeddings: Float32Array[] = [];
      for (let start = 0; start < count; start += MAX_BATCH) {
        const size = Math.min(MAX_BATCH, count - start);
        const batch = trimBatch(frames.subarray(start * FRAME_BYTES, (start + size) * FRAME_BYTES));
        const answers = await session.run(batch, size, ['scores', 'embedding']);
        scores.push(...splitRows(answers.get('scores')!, size));
        embeddings.push(...splitRows(answers.get('embedding')!, size));
      }
      return { scores, embeddings };
    },
    close: () => session.close(),
  };
}

/** The frames of a batch without their bars; the batch itself where there are none. */
function trimBatch(frames: Uint8Array): Uint8Array {
  let trimmed: Uint8Array | null = null;
  for (let at = 0; at < frames.length; at += FRAME_BYTES) {
    const frame = frames.subarray(at, at + FRAME_BYTES);
    const content = trimBars(frame);
    if (content === frame) continue;
    trimmed ??= Uint8Array.from(frames);
    trimmed.set(content, at);
  }
  return trimmed ?? frames;
}

function checkShapes(session: InferenceSession, entry: ModelEntry, embeddingSize: number, modelPath: string): void {
  const found = [
    `${session.input.name} ${session.input.type} [${session.input.shape}]`,
    ...['scores', 'embedding'].map((name) => `${name} [${session.outputs.get(name) ?? 'missing'}]`),
  ].join(', ');
  const expected = `frames uint8 [,${IMAGE_SIZE},${IMAGE_SIZE},3], scores [,${entry.classes.length}], embedding [,${embeddingSize}]`;
  if (found !== expected)
    throw new ReelsightError(
      'model',
      `${modelPath} is not the network ${entry.name}: it has ${found}; expected ${expected}. Run \`reelsight models build --force\`.`,
    );
}

const splitRows = (values: Float32Array, rows: number): Float32Array[] => {
  const width = values.length / rows;
  return Array.from({ length: rows }, (_, row) => values.slice(row * width, (row + 1) * width));
};
