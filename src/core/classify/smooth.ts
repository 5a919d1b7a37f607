/**
 * What is left of a score when its neighbours are heard: the lower median over the samples within `halfWindowFrames`,
 * and at least over one neighbour on each side. A run that fills more than half of that time keeps its height
 * and its edges; what is shorter vanishes, so it counts half of its own height instead. A lone sample of a whole video keeps its score.
 *
 * @param frames of the samples, rising
 * @param values 0..1, one a sample
 */
export function smoothScores(frames: readonly number[], values: readonly number[], halfWindowFrames: number): number[] {
  let first = 0;
  let end = 0;
  return values.map((value, i) => {
    while (frames[first] < frames[i] - halfWindowFrames) first++;
    while (end < frames.length && frames[end] <= frames[i] + halfWindowFrames) end++;
    const from = Math.max(0, Math.min(first, i - 1));
    const around = values.slice(from, Math.max(end, i + 2)).sort((a, b) => a - b);
    const median = around[(around.length - 1) >> 1];
    return Math.max(median, value / 2);
  });
}
