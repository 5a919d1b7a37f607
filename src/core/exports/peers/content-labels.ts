import type { Label } from '../../report.ts';
import { showsContent } from '../text.ts';

/** Labels of what a picture shows, each name once, as surely as any set of names has it; in the order of the list. */
export function listContentLabels<T extends Label>(labels: readonly T[]): T[] {
  const byName = new Map<string, T>();
  for (const label of labels.filter(showsContent)) {
    const known = byName.get(label.name);
    if (!known || known.confidence < label.confidence) byName.set(label.name, label);
  }
  return [...byName.values()];
}
