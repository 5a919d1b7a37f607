/** Mean of the precisions at each right answer, answers in falling order of score: 0..1. Ties count against us. */
export function averagePrecision(answers: readonly { score: number; isRight: boolean }[]): number {
  const sorted = [...answers].sort((a, b) => b.score - a.score || Number(a.isRight) - Number(b.isRight));
  let right = 0;
  let sum = 0;
  sorted.forEach(({ isRight }, i) => {
    if (!isRight) return;
    right++;
    sum += right / (i + 1);
  });
  return right === 0 ? 0 : sum / right;
}
