/** A detected transition: how sure of it the product was, and whether it was right. */
export interface Judged {
  readonly confidence: number;
  readonly isRight: boolean;
}

const BIN_STARTS = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

/**
 * Whether confidence means what it says: how many transitions have one in each bin, their mean confidence, and the share
 * that is right. The last line is the mean distance of the two, each bin by its number (expected calibration error).
 */
export function drawReliability(judged: readonly Judged[]): string[] {
  let distance = 0;
  const rows = BIN_STARTS.flatMap((start, i) => {
    const end = BIN_STARTS[i + 1] ?? Number.POSITIVE_INFINITY;
    const bin = judged.filter(({ confidence }) => confidence >= start && confidence < end);
    if (bin.length === 0) return [];
    const mean = bin.reduce((sum, { confidence }) => sum + confidence, 0) / bin.length;
    const right = bin.filter(({ isRight }) => isRight).length / bin.length;
    distance += Math.abs(mean - right) * bin.length;
    const name = `${start.toFixed(2)}-${Math.min(1, end).toFixed(2)}`;
    return [`| ${name} | ${bin.length} | ${mean.toFixed(3)} | ${right.toFixed(3)} |`];
  });
  return [
    '| confidence | transitions | mean confidence | right |',
    '|---|---|---|---|',
    ...rows,
    `calibration error ${(distance / (judged.length || 1)).toFixed(3)}`,
  ];
}
