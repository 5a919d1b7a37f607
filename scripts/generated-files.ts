import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { renderTaxonomyTable } from '../models/taxonomy/make-table.ts';
import { reportJsonSchema } from '../src/core/index.ts';
import { describeApi } from '../src/service/index.ts';

/** A file of the repository that is made from others, and how. */
export interface GeneratedFile {
  readonly path: string;
  readonly render: () => Promise<string>;
}

const resolve = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** One file out of a module or style sheet and all that it imports, for browsers that know `light-dark()` (2024). */
async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [resolve(entry)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2023',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles[0]!.text.trim();
}

async function renderPageModule(): Promise<string> {
  const folder = 'src/report-page';
  const [script, style] = [await bundle(`${folder}/client/main.ts`), await bundle(`${folder}/style/page.css`)];
  return `// biome-ignore-all format: generated
// biome-ignore-all lint: generated
// Made by \`npm run generate\` from client/ and style/. Do not edit.
export const PAGE_SCRIPT = ${JSON.stringify(script)};
export const PAGE_STYLE = ${JSON.stringify(style)};
`;
}

async function renderTrainingStyle(): Promise<string> {
  const style = await bundle('src/training/page/style.css');
  return `// biome-ignore-all format: generated
// biome-ignore-all lint: generated
// Made by \`npm run generate\` from style.css. Do not edit.
export const TRAINING_STYLE = ${JSON.stringify(style)};
`;
}

export const GENERATED_FILES: readonly GeneratedFile[] = [
  { path: resolve('src/report-page/page.generated.ts'), render: renderPageModule },
  { path: resolve('src/training/page/style.generated.ts'), render: renderTrainingStyle },
  {
    path: resolve('docs/report.schema.json'),
    render: async () => `${JSON.stringify(reportJsonSchema(), null, 2)}\n`,
  },
  {
    path: resolve('docs/openapi.json'),
    render: async () => `${JSON.stringify(describeApi(), null, 2)}\n`,
  },
  { path: resolve('models/taxonomy/table.json'), render: async () => renderTaxonomyTable() },
];
