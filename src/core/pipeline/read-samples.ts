import type { RiskThresholds, ScoreSource } from '../classify/evidence-scores.ts';
import type { LabelSource } from '../classify/labels.ts';
import type { Head } from '../heads/head.ts';
import type { FrameDetections } from '../measurements/detections.ts';
import type { ShotSpan } from '../measurements/spans.ts';
import { createShotEmbedder } from '../scenes/embed-shots.ts';
import type { JoinedMeasurements } from './join-chunks.ts';
import type { ModelFacts } from './model-facts.ts';

/** What the samples say, of everything that looked at them: the networks in their order, then the heads. */
export interface ReadSamples {
  readonly samples: readonly { readonly frame: number; readonly scores: readonly Float32Array[] }[];
  /** Of the frames in which any were searched for. */
  readonly detections: readonly (FrameDetections & { readonly frame: number })[];
  /** One vector a shot. */
  readonly embeddings: Float32Array[];
  readonly labelSources: readonly LabelSource[];
  readonly scoreSources: readonly ScoreSource[];
}

/**
 * One pass over the samples: scores stay, heads read theirs off the embeddings, and the embeddings are folded into shots.
 * Heads run here and not in the workers: an embedding is stored anyway, and a head takes a thousandth of the time that
 * the network took.
 *
 * A picture that shows nothing tells nothing, whatever a network makes of it: samples that are blank have no say, unless
 * there are no others.
 */
export async function readSamples(
  joined: JoinedMeasurements,
  shots: readonly ShotSpan[],
  models: readonly ModelFacts[],
  heads: readonly Head[],
  isBlank: (frame: number) => boolean,
): Promise<ReadSamples> {
  const embedder = createShotEmbedder(shots, models[0].embeddingSize);
  const all: { frame: number; scores: readonly Float32Array[] }[] = [];
  const detections: (FrameDetections & { frame: number })[] = [];
  for await (const { frame, scores, embedding, detections: found } of joined.samples()) {
    all.push({ frame, scores: [...scores, ...heads.map((head) => head.score(embedding))] });
    embedder.push(frame, embedding);
    if (found) detections.push({ frame, ...found });
  }
  const seen = all.filter(({ frame }) => !isBlank(frame));
  const samples = seen.length > 0 ? seen : all;
  const scoresOf = (index: number) => samples.map(({ scores }) => scores[index]);
  return {
    samples,
    detections,
    embeddings: embedder.finish(),
    labelSources: [
      ...models.map(({ taxonomy, classes }) => ({ taxonomy, classes, thresholds: null })),
      ...heads.map(({ taxonomy, classes, file }) => ({
        taxonomy,
        classes,
        thresholds: file.classes.map(({ threshold }) => threshold),
        context: file.context ?? null,
      })),
    ],
    scoreSources: [
      ...models.map(({ name, taxonomy, classes }, m) => ({
        name,
        taxonomy,
        classes,
        kind: 'network' as const,
        riskThresholds: null,
        scores: scoresOf(m),
      })),
      ...heads.map(({ name, taxonomy, classes, file }, h) => ({
        name,
        taxonomy,
        classes,
        kind: 'head' as const,
        riskThresholds: file.classes.map(({ risk }): RiskThresholds | null => risk),
        scores: scoresOf(models.length + h),
      })),
    ],
  };
}
