import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ensureModel } from '../../../../models/ensure.ts';
import { DEFAULT_NETWORK } from '../../../../models/networks.ts';
import { SHIPPED_HEADS } from '../../../../models/shipped-heads.ts';
import { libraryKeys, openHead, parseHeadFile, ReelsightError } from '../../../core/index.ts';
import { mapFileError, quoteName } from '../errors.ts';
import { alignColumns } from '../findings/show-findings.ts';
import { addLibraryOption, chooseLibrary, type LibraryOptions } from '../options/library-option.ts';
import { MAX_HEAD_BYTES, readBytes } from '../reading/index.ts';
import { createFileStore } from '../store.ts';
import type { CommandContext } from '../terminal/context.ts';
import { plainLine } from '../terminal/plain-text.ts';

const EXAMPLES = `
A head reads classes of your own off the network's embedding. A head of the library replaces the
shipped head of the same name.

Examples:
  reelsight heads add scenes.json
  reelsight heads list
  reelsight analyze film.mp4 --skip heads`;

interface ListedHead {
  readonly name: string;
  readonly title: string;
  readonly kind: string;
  readonly classes: number;
  readonly from: 'shipped' | 'library';
  /** What the pictures were that it learned from, and what is known of their licences. */
  readonly learnedFrom: string;
  readonly licence: string;
}

/** `heads add|list|remove`: what analyses read off the network's embedding. */
export function addHeadsCommand(program: Command, context: CommandContext): void {
  const heads = program
    .command('heads')
    .summary('list heads, and add those that you trained')
    .description('Manages heads: small files that read classes off what the network sees.')
    .addHelpText('after', EXAMPLES);
  addLibraryOption(
    heads
      .command('add')
      .description('Adds a head to the library after checking that it fits the network.')
      .argument('<file>', 'a head file, as `reelsight train` writes it'),
  ).action((file: string, options: LibraryOptions) => add(file, chooseLibrary(context, options)));
  addLibraryOption(heads.command('list').description('Lists the heads that analyses use.'))
    .option('--json', 'print the list as JSON')
    .action(async (options: LibraryOptions & { json?: boolean }) => {
      const list = await listHeads(chooseLibrary(context, options).libraryFolder);
      context.print(options.json ? `${JSON.stringify(list, null, 2)}\n` : tabulate(list));
    });
  addLibraryOption(
    heads.command('remove').description('Removes a head from the library.').argument('<name>', 'the head'),
  ).action((name: string, options: LibraryOptions) => remove(name, chooseLibrary(context, options)));
}

const keyOf = (name: string): string => `${libraryKeys.heads}${name}.json`;

async function add(file: string, context: CommandContext): Promise<void> {
  const { cacheFolder, signal, progress, libraryFolder, print } = context;
  const bytes = await readBytes(file, { maxBytes: MAX_HEAD_BYTES, signal });
  // What is not a head is told before a network is built for it.
  parseHeadFile(bytes, quoteName(file));
  const network = await ensureModel({ name: DEFAULT_NETWORK, precision: 'int8', cacheFolder, signal, progress });
  const head = openHead(bytes, quoteName(file), { ...network.entry, name: network.name });
  await createFileStore(libraryFolder).put(keyOf(head.name), bytes);
  print(`${plainLine(`${head.name}: ${head.classes.length} classes of ${head.taxonomy}`)}\n`);
}

async function listHeads(libraryFolder: string): Promise<ListedHead[]> {
  const store = createFileStore(libraryFolder);
  const heads = new Map<string, ListedHead>();
  const take = (bytes: Uint8Array, origin: string, from: ListedHead['from']) => {
    const { name, title, kind, classes, training } = parseHeadFile(bytes, origin);
    const { data: learnedFrom, licence } = training;
    heads.set(name, { name, title, kind, classes: classes.length, from, learnedFrom, licence });
  };
  for (const { bytes, origin } of SHIPPED_HEADS) take(bytes, origin, 'shipped');
  for await (const { key } of store.list(libraryKeys.heads))
    if (key.endsWith('.json')) take(await store.get(key), key, 'library');
  return [...heads.values()];
}

async function remove(name: string, { libraryFolder, print }: CommandContext): Promise<void> {
  const mine = (await listHeads(libraryFolder)).filter(({ from }) => from === 'library');
  if (!mine.some((head) => head.name === name))
    throw new ReelsightError(
      'not-found',
      `The library has no head ${quoteName(name)}. ${mine.length === 0 ? 'It has none.' : `It has ${mine.map((head) => head.name).join(', ')}.`}`,
    );
  const path = join(libraryFolder, keyOf(name));
  await rm(path).catch((cause: unknown) => {
    throw mapFileError(cause, 'write', path);
  });
  print(`${name}: removed\n`);
}

function tabulate(heads: readonly ListedHead[]): string {
  if (heads.length === 0) return 'There is no head yet.\n';
  const rows = heads.map(({ name, kind, classes, from, title }) => [name, kind, String(classes), from, title]);
  const origins = heads.flatMap(({ name, learnedFrom, licence }) => [
    '',
    `${name} learned from: ${learnedFrom}. Licence: ${licence}.`,
  ]);
  return `${[...alignColumns([['name', 'kind', 'classes', 'from', 'title'], ...rows]), ...origins].map(plainLine).join('\n')}\n`;
}
