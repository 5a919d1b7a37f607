import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { condense, USED_METHODS } from '../test/helpers/google-apis/condense.ts';

// Makes test/helpers/google-apis/discovery/*.json from Google's discovery documents, as the Python package
// google-api-python-client carries them: googleapiclient/discovery_cache/documents.

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../test/helpers/google-apis/discovery');

const [source] = process.argv.slice(2);
if (!source) {
  console.error(
    'Name the folder of the discovery documents:\n  npx tsx scripts/condense-discovery.ts .../site-packages/googleapiclient/discovery_cache/documents\n`pip install google-api-python-client` brings it.',
  );
  process.exit(2);
}
mkdirSync(FOLDER, { recursive: true });
for (const name of Object.keys(USED_METHODS)) {
  const document = JSON.parse(readFileSync(join(source, `${name}.json`), 'utf8'));
  const condensed = condense(name, document);
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(condensed)}\n`);
  console.log(`${name}: revision ${condensed.revision}, ${Object.keys(condensed.methods).length} methods`);
}
execFileSync('npx', ['biome', 'format', '--write', FOLDER], { stdio: ['ignore', 'ignore', 'inherit'] });
