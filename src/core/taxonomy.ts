import table from '../../models/taxonomy/table.json' with { type: 'json' };

/** A category of the IAB Content Taxonomy 3.1. */
export interface IabCategory {
  readonly id: string;
  readonly name: string;
}

/** What is known of a label beside its name. */
export interface LabelDescription {
  /** WordNet's id (`n07920052`) for a class of ImageNet, else the taxonomy and the class (`everyday/kitchen`). */
  readonly id: string;
  /** A name that says by itself what is meant: `Crane (bird)`. */
  readonly displayName: string;
  /** What content that shows this is about; often one, sometimes none. */
  readonly iabCategories: readonly IabCategory[];
}

type Row = readonly [id: string, displayName: string, categories: readonly string[]];

// TypeScript takes a row of the JSON for a list, not for three things in order; `models/taxonomy/make-table.ts` writes it.
const TAXONOMIES = table.taxonomies as unknown as Readonly<Record<string, Readonly<Record<string, Row>>>>;
const CATEGORIES: Readonly<Record<string, string>> = table.iab.categories;

/**
 * Looks up a label by its taxonomy (`everyday`, `imagenet`, `nsfwjs`, `safety`) and its name there. Gives null for labels
 * that the table does not hold, such as those of a head that a user trained.
 *
 * @example
 * describeLabel('imagenet', 'espresso');
 * // { id: 'n07920052', displayName: 'Espresso', iabCategories: [{ id: '222', name: 'Non-Alcoholic Beverages' }] }
 */
export function describeLabel(taxonomy: string, name: string): LabelDescription | null {
  // Users name classes as they like, `constructor` too.
  if (!Object.hasOwn(TAXONOMIES, taxonomy)) return null;
  const rows = TAXONOMIES[taxonomy];
  if (!Object.hasOwn(rows, name)) return null;
  const [id, displayName, categories] = rows[name];
  return {
    id,
    displayName,
    iabCategories: categories.map((category) => ({ id: category, name: CATEGORIES[category] })),
  };
}
