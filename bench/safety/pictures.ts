import { findPictures, readPictures } from '../../models/pictures.ts';
import { SHIPPED_HEADS } from '../../models/shipped-heads.ts';
import type { ScoreSource } from '../../src/core/classify/evidence-scores.ts';
import { POLICIES } from '../../src/core/classify/policy.ts';
import { assessSafety } from '../../src/core/classify/safety.ts';
import { loadHeads } from '../../src/core/index.ts';
import { openNetwork } from '../harness/open.ts';

export interface PictureAnswer {
  readonly path: string;
  /** By category. */
  readonly risks: ReadonlyMap<string, string>;
  /** What the heads of taxonomy `safety` say, by class, 0..1. */
  readonly scores: ReadonlyMap<string, number>;
}

/** A film of three seconds at 2 samples a second that shows nothing but one picture. */
const SAMPLES = 6;
const GRID = { frameRate: { numerator: 2, denominator: 1 }, startSeconds: 0, frameCount: SAMPLES };
const SHOT = {
  startFrame: 0,
  endFrame: SAMPLES,
  transitionIn: { type: 'start', startFrame: 0, endFrame: 0, confidence: 1 },
};

/** Judges every picture under some folders by the shipped network and heads. */
export async function* judgePictures(
  folders: readonly string[],
  cacheFolder: string | undefined,
  progress: (line: string) => void,
): AsyncGenerator<PictureAnswer> {
  const lists = await Promise.all(folders.map((folder) => findPictures(folder).catch(() => [])));
  const paths = lists.flat();
  if (paths.length === 0) return;
  const { model, classifier } = await openNetwork({ cacheFolder });
  const { entry } = model;
  const heads = (await loadHeads(SHIPPED_HEADS, null, entry)).filter(({ taxonomy }) => taxonomy === 'safety');
  const repeat = (scores: Float32Array) => Array.from({ length: SAMPLES }, () => scores);
  for await (const { path, frame } of readPictures(paths, progress)) {
    const { scores, embeddings } = await classifier.infer(frame, 1);
    const answers = heads.map((head) => head.score(embeddings[0]!));
    const sources: ScoreSource[] = [
      {
        name: entry.name,
        kind: 'network',
        taxonomy: entry.taxonomy,
        classes: entry.classes,
        riskThresholds: null,
        scores: repeat(scores[0]!),
      },
      ...heads.map(
        (head, h): ScoreSource => ({
          name: head.name,
          kind: 'head',
          taxonomy: head.taxonomy,
          classes: head.classes,
          riskThresholds: head.file.classes.map(({ risk }) => risk),
          scores: repeat(answers[h]!),
        }),
      ),
    ];
    const { categories } = assessSafety({
      frames: Array.from({ length: SAMPLES }, (_, i) => i),
      sources,
      policy: POLICIES.standard,
      shots: [{ ...SHOT, transitionIn: { ...SHOT.transitionIn, type: 'start' } }],
      scenes: [{ firstShot: 0, lastShot: 0 }],
      held: [{ startSeconds: 0, endSeconds: 3 }],
      grid: GRID,
      coverage: { missing: [], frameCount: GRID.frameCount },
      doubt: null,
    });
    yield {
      path,
      risks: new Map(categories.flatMap(({ category, risk }) => (risk === null ? [] : [[category, risk]]))),
      scores: new Map(heads.flatMap(({ classes }, h) => classes.map((name, c) => [name, answers[h]![c]!]))),
    };
  }
  await classifier.close();
}
