import { wordsOf } from './details.ts';
import type { Hint } from './hint.ts';

/**
 * What Cloud Run says when maxInstances times cpu or memory is over the total of the project in the region. It has no code
 * of its own: https://cloud.google.com/run/quotas
 */
const TOTAL =
  /(Cpu|Mem)AllocPerProjectRegion|total allowable (CPU|memory)|maxScale may not exceed (?<most>\d+)|[Mm]ax instances must be set to (?<fewer>\d+)/;

/** Limits and quotas. */
export const hintLimits: Hint = (refusal, { project, region }) => {
  const words = wordsOf(refusal);
  const total = TOTAL.exec(words);
  if (total) {
    const most = total.groups?.['most'] ?? total.groups?.['fewer'];
    return `All functions together may use so much of processors and memory in ${region}: each counts maxInstances times cpu. Lower \`maxInstances\`${most ? ` to ${most} or less` : ''} or \`cpu\`, or ask for more: https://console.cloud.google.com/iam-admin/quotas?project=${project}&service=run.googleapis.com`;
  }
  if (refusal.status === 429 || /quota (exceeded|violated)/i.test(words))
    return `A quota of the project is used up. Wait a minute and deploy again, which goes on where this ended; if it stays so, ask for more: https://console.cloud.google.com/iam-admin/quotas?project=${project}&service=${refusal.service}`;
  return null;
};
