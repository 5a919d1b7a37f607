import { relative } from 'node:path';
import type { TrainedHead } from '../../../training/index.ts';

const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? '-' : `${(100 * share).toFixed(1)} %`;

/** What people read when a head is trained. */
export function describeHead(
  {
    file,
    evaluation,
    warnings,
  }: Pick<TrainedHead, 'file' | 'evaluation'> & {
    readonly warnings: readonly { readonly message: string }[];
  },
  out: string,
  page: string,
): string {
  const { training, classes } = file;
  const scores = evaluation?.scores;
  const lines = [
    `${file.title}: ${classes.length} classes from ${training.pictures} pictures in ${training.views} view(s) each`,
    ...(scores
      ? [
          `Scores on ${scores.pictures} pictures: ` +
            (scores.top1 !== null
              ? `first guess right ${percent(scores.top1)}, among five ${percent(scores.top5)}, `
              : '') +
            `mean average precision ${percent(scores.meanAveragePrecision)}, confidences off by ${percent(scores.calibrationError)}`,
          `  (${scores.method})`,
        ]
      : ['No pictures were left to score with.']),
    ...warnings.map(({ message }) => `Warning: ${message}`),
    `Head: ${relative('', out) || out}`,
    `Page: ${relative('', page) || page}`,
  ];
  return `${lines.join('\n')}\n`;
}
