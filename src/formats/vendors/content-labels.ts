import type { Label } from '../../core/report.ts';
import { describeLabel, type IabCategory } from '../../core/taxonomy.ts';
import { showsContent } from '../../core/wording/text.ts';

/** A label by the name that people read, with the categories that it belongs to. */
export interface NamedLabel<T extends Label> {
  readonly label: T;
  readonly name: string;
  readonly categories: readonly IabCategory[];
}

/** Labels of what a picture shows, each name once, as surely as any set of names has it; in the order of the list. */
export function listContentLabels<T extends Label>(labels: readonly T[]): NamedLabel<T>[] {
  const byName = new Map<string, NamedLabel<T>>();
  for (const label of labels.filter(showsContent)) {
    const described = describeLabel(label.taxonomy, label.name);
    const name = described?.displayName ?? label.name;
    const known = byName.get(name);
    if (!known || known.label.confidence < label.confidence)
      byName.set(name, { label, name, categories: described?.iabCategories ?? [] });
  }
  return [...byName.values()];
}
