import type { ClassAnswers } from './thresholds.ts';

/** Fewer pictures of a class say nothing of it. */
const MIN_PICTURES = 3;

/** Mean, over the pictures of a class, of the share of right ones down to each; null where there are too few to say. */
export function averagePrecision({ labels }: ClassAnswers): number | null {
  let right = 0;
  let sum = 0;
  for (const [i, label] of labels.entries()) {
    if (!label) continue;
    right += 1;
    sum += right / (i + 1);
  }
  return right < MIN_PICTURES ? null : sum / right;
}

/** Precision and recall from a probability on; null where nothing is said, or there are too few pictures. */
export function scoreAt(
  { probabilities, labels }: ClassAnswers,
  threshold: number,
): { precision: number | null; recall: number | null } {
  const pictures = labels.filter(Boolean).length;
  const said = probabilities.filter((probability) => probability >= threshold).length;
  const right = labels.slice(0, said).filter(Boolean).length;
  if (pictures < MIN_PICTURES) return { precision: null, recall: null };
  return { precision: said === 0 ? null : right / said, recall: right / pictures };
}

const BINS = 10;

/** Answers of like confidence. */
export interface CalibrationBin {
  /** Confidences in [from, to). */
  readonly from: number;
  readonly to: number;
  readonly answers: number;
  readonly meanConfidence: number;
  readonly shareRight: number;
}

/** Sorts answers into bins of a tenth; empty bins are left out. */
export function binAnswers(answers: readonly { confidence: number; right: boolean }[]): CalibrationBin[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const [from, to] = [bin / BINS, (bin + 1) / BINS];
    const inside = answers.filter(({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin);
    const meanConfidence = inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length;
    return {
      from,
      to,
      answers: inside.length,
      meanConfidence,
      shareRight: inside.filter(({ right }) => right).length / inside.length,
    };
  }).filter(({ answers: count }) => count > 0);
}

/** Expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015): mean distance of the bins, by their sizes. */
export function calibrationError(bins: readonly CalibrationBin[]): number | null {
  const all = bins.reduce((sum, { answers }) => sum + answers, 0);
  if (all === 0) return null;
  return bins.reduce((sum, bin) => sum + (bin.answers / all) * Math.abs(bin.meanConfidence - bin.shareRight), 0);
}

export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
