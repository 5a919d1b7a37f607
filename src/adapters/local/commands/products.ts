import type { Command } from 'commander';
import { ReelsightError } from '../../../core/index.ts';
import { alignColumns } from '../findings/show-findings.ts';
import { addTestCommand } from '../findings/test-command.ts';
import { lockLibrary } from '../library/lock-library.ts';
import { openLatestIndex } from '../library/open-index.ts';
import { withdrawIndex } from '../library/publish-index.ts';
import { type AllowFolderOptions, addAllowFolderOption } from '../options/allow-folder-option.ts';
import { addLibraryOption, chooseLibrary, type LibraryOptions } from '../options/library-option.ts';
import { parseWhole } from '../options/option-parsers.ts';
import { readCatalogueRecord } from '../products/catalogue-record.ts';
import { indexCatalogue } from '../products/index-catalogue.ts';
import type { CommandContext } from '../terminal/context.ts';
import { plainLine } from '../terminal/plain-text.ts';

const EXAMPLES = `
Catalogues are CSV or TSV with a header, JSON (an array, {"items": []} or {"products": []}), or an XML feed (RSS, Atom),
with fields as in a Google Merchant feed:
  id, image_link                  required; image_link is a path in the catalogue's folder, a file: URL there, or an http(s) URL
  title, link, price, brand, gtin, google_product_category, additional_image_link (several, with commas between)

Examples:
  reelsight products index shop.csv
  reelsight products test still.jpg --out found.html     what is found in a picture, with boxes
  reelsight products list
  reelsight analyze film.mp4                             searches for the catalogue's products`;

const FIRST_STEP = 'Give a catalogue with `reelsight products index CATALOGUE`.';
const DEFAULT_PICTURES = 4;
/** Lines that a list shows at first. */
const SHOWN = 20;

interface IndexOptions extends LibraryOptions, AllowFolderOptions {
  pictures: number;
  json?: boolean;
}

/** `products index|list|remove|test`: the catalogue that analyses search for. */
export function addProductsCommand(program: Command, context: CommandContext): void {
  const products = program
    .command('products')
    .summary('index the catalogue of products to search for')
    .description('Indexes a catalogue, so that analyses say which of its products are seen, when and where.')
    .addHelpText('after', EXAMPLES);
  const command = products
    .command('index')
    .description(
      'Indexes a catalogue, which replaces the previous one. Rows that cannot be read are named and left out.',
    )
    .argument('<catalogue>', 'CSV, TSV, JSON or XML')
    .option('--pictures <n>', 'maximum number of pictures of a product', parseWhole(1, 20), DEFAULT_PICTURES)
    .option('--json', 'print what was done as JSON');
  addAllowFolderOption(addLibraryOption(command)).action((path: string, options: IndexOptions) =>
    index(path, options, chooseLibrary(context, options)),
  );
  addLibraryOption(products.command('list').description('Shows how many products there are, and the first few.'))
    .option('--all', 'list every product')
    .option('--json', 'print the products as JSON')
    .action((options: LibraryOptions & { all?: boolean; json?: boolean }) =>
      list(options, chooseLibrary(context, options)),
    );
  addLibraryOption(products.command('remove').description('Removes the catalogue.')).action((options: LibraryOptions) =>
    remove(chooseLibrary(context, options)),
  );
  addTestCommand(products, { kind: 'catalogue', what: 'products', firstStep: FIRST_STEP }, context);
}

async function index(
  path: string,
  { pictures, allowFolder, json }: IndexOptions,
  context: CommandContext,
): Promise<void> {
  const done = await indexCatalogue(path, { picturesPerProduct: pictures, allowFolders: allowFolder }, context);
  const leftOut = done.rows - done.products;
  context.print(
    json
      ? `${JSON.stringify(done, null, 2)}\n`
      : `${done.products} products with ${done.pictures} pictures${leftOut > 0 ? `; ${leftOut} of ${done.rows} rows left out` : ''}\n`,
  );
}

async function list(
  { all, json }: { all?: boolean; json?: boolean },
  { libraryFolder, print }: CommandContext,
): Promise<void> {
  const record = await readCatalogueRecord(libraryFolder);
  const items = (await openLatestIndex(libraryFolder, 'catalogue'))?.items ?? [];
  if (json) return print(`${JSON.stringify(items, null, 2)}\n`);
  if (!record) return print(`There is no catalogue yet. ${FIRST_STEP}\n`);
  const shown = all ? items : items.slice(0, SHOWN);
  const lines = [
    `${items.length} products with ${record.pictures} pictures from ${record.source}`,
    ...(items.length > 0 ? alignColumns([['id', 'title'], ...shown.map(({ id, title }) => [id, title])]) : []),
    ...(shown.length < items.length ? [`... and ${items.length - shown.length} more: --all lists them`] : []),
  ];
  print(`${lines.map(plainLine).join('\n')}\n`);
}

async function remove({ libraryFolder, signal, print }: CommandContext): Promise<void> {
  const items = await lockLibrary(libraryFolder, signal, async (assertHeld) => {
    const record = await readCatalogueRecord(libraryFolder);
    if (!record)
      throw new ReelsightError('not-found', `There is no catalogue in ${JSON.stringify(libraryFolder)} to remove.`);
    assertHeld();
    await withdrawIndex(libraryFolder, 'catalogue');
    return record.items;
  });
  print(`The catalogue of ${items} products was removed.\n`);
}
