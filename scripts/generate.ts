import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { GENERATED_FILES } from './generated-files.ts';

// Writes every file of the repository that is made from others. Run it after a change of their sources.
for (const { path, render } of GENERATED_FILES) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await render());
  process.stderr.write(`wrote ${path}\n`);
}
