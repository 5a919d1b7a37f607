import { z } from 'zod';
import imagenetLabels from '../labels/imagenet.json' with { type: 'json' };
import { expandClasses } from './expand-classes.ts';
import iab from './iab-content-taxonomy.json' with { type: 'json' };
import imagenetCategories from './imagenet-categories.json' with { type: 'json' };
import imagenetIds from './imagenet-ids.json' with { type: 'json' };
import imagenetNames from './imagenet-names.json' with { type: 'json' };
import ownClasses from './own-classes.json' with { type: 'json' };

/** What is known of a class: its id, the name to show, the ids of its IAB categories. */
type Row = readonly [id: string, displayName: string, categories: readonly string[]];

const ownSchema = z.record(
  z.string(),
  z.record(z.string(), z.strictObject({ displayName: z.string(), categories: z.array(z.string()) })),
);

/**
 * `models/taxonomy/table.json`: a row for each class that one of our networks or heads can name, under the taxonomy
 * and the class's name there, and the IAB categories in use. Rows follow the order of the classes.
 */
export function renderTaxonomyTable(): string {
  const taxonomies = [['imagenet', describeImagenet()] as const, ...describeOwn()];
  const rendered = taxonomies.map(([taxonomy, rows]) => {
    const lines = [...rows].map(([name, row]) => `      ${JSON.stringify(name)}: ${renderRow(row)}`);
    return `    ${JSON.stringify(taxonomy)}: {\n${lines.join(',\n')}\n    }`;
  });
  const iabLines = JSON.stringify(iab, null, 2).replaceAll('\n', '\n  ');
  return `{\n  "iab": ${iabLines},\n  "taxonomies": {\n${rendered.join(',\n')}\n  }\n}\n`;
}

const renderRow = ([id, displayName, categories]: Row): string =>
  `[${JSON.stringify(id)}, ${JSON.stringify(displayName)}, [${categories.map((id) => JSON.stringify(id)).join(', ')}]]`;

function describeImagenet(): Map<string, Row> {
  const categories = new Map<string, string[]>(imagenetLabels.map((name) => [name, []]));
  for (const [category, entries] of Object.entries(imagenetCategories))
    for (const name of expandClasses(entries, imagenetLabels)) categories.get(name)!.push(category);
  const names: Readonly<Record<string, string>> = imagenetNames;
  return new Map(
    imagenetLabels.map((name, index) => {
      const displayName = names[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      return [name, [imagenetIds[index]!, displayName, categories.get(name)!]];
    }),
  );
}

/** Classes that have no public id get one of their taxonomy and name. */
function describeOwn(): (readonly [taxonomy: string, rows: Map<string, Row>])[] {
  return Object.entries(ownSchema.parse(ownClasses)).map(([taxonomy, classes]) => {
    const rows = Object.entries(classes).map(([name, { displayName, categories }]): [string, Row] => [
      name,
      [`${taxonomy}/${name}`, displayName, categories],
    ]);
    return [taxonomy, new Map(rows)] as const;
  });
}
