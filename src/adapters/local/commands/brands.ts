import type { Command } from 'commander';
import { type Brand, readBrands } from '../brands/brand-record.ts';
import { type AddedBrand, addBrand, rebuildBrands, removeBrand } from '../brands/change-brands.ts';
import { alignColumns } from '../findings/show-findings.ts';
import { addTestCommand } from '../findings/test-command.ts';
import { listPictureFiles } from '../library/list-pictures.ts';
import { type AllowFolderOptions, addAllowFolderOption } from '../options/allow-folder-option.ts';
import { addLibraryOption, chooseLibrary, type LibraryOptions } from '../options/library-option.ts';
import type { CommandContext } from '../terminal/context.ts';
import { plainLine } from '../terminal/plain-text.ts';

const EXAMPLES = `
Examples:
  reelsight brands add "Blue Bottle" --images logos/blue-bottle/   a folder of pictures, a handful is enough
  reelsight brands add "Blue Bottle" --images can.jpg sign.png     more pictures of the same brand
  reelsight brands test shelf.jpg --out found.html                 what is found in a picture, with boxes
  reelsight brands list
  reelsight analyze film.mp4                                       searches for all registered brands`;

/** Fewer pictures show a logo too much alike, and pictures with fewer features are hardly found. */
const FEW_PICTURES = 3;
const FEW_FEATURES = 30;

interface AddOptions extends LibraryOptions, AllowFolderOptions {
  images: string[];
}

/** `brands add|list|remove|rebuild|test`: the brands that analyses search for. */
export function addBrandsCommand(program: Command, context: CommandContext): void {
  const brands = program
    .command('brands')
    .summary('register the brands to search for')
    .description('Registers brands by a handful of pictures each: the logo alone, or things that carry it.')
    .addHelpText('after', EXAMPLES);
  const add = brands
    .command('add')
    .description(
      'Registers pictures of a brand, new or known. They are kept in the library; large ones at most 640 pixels long.',
    )
    .argument('<name>', 'the brand, as reports will call it')
    .requiredOption('--images <paths...>', 'pictures, or folders of pictures');
  addAllowFolderOption(addLibraryOption(add)).action(async (name: string, options: AddOptions) => {
    const paths = await listPictureFiles(options.images, options.allowFolder);
    const result = await addBrand(name, paths, chooseLibrary(context, options));
    for (const warning of listWarnings(result)) context.progress.log(`Warning: ${warning}`);
    const { brand, added } = result;
    context.print(`${plainLine(`${brand.name}: ${added.size} added, ${countOf(brand.pictures.length, 'picture')}`)}\n`);
  });
  addLibraryOption(brands.command('list').description('Lists the registered brands.'))
    .option('--json', 'print the list as JSON')
    .action(async (options: LibraryOptions & { json?: boolean }) => {
      const list = await readBrands(chooseLibrary(context, options).libraryFolder);
      context.print(options.json ? `${JSON.stringify(list.map(toJson), null, 2)}\n` : tabulate(list));
    });
  addLibraryOption(
    brands.command('remove').description('Removes a brand and its pictures.').argument('<name>', 'the brand'),
  ).action(async (name: string, options: LibraryOptions) => {
    const brand = await removeBrand(name, chooseLibrary(context, options));
    context.print(`${plainLine(`${brand.name}: removed, with ${countOf(brand.pictures.length, 'picture')}`)}\n`);
  });
  addLibraryOption(
    brands
      .command('rebuild')
      .description('Rebuilds the index from the kept pictures, for another version of Reelsight.'),
  ).action(async (options: LibraryOptions) => {
    context.print(`${countOf(await rebuildBrands(chooseLibrary(context, options)), 'brand')}: index rebuilt\n`);
  });
  addTestCommand(
    brands,
    { kind: 'brands', what: 'brands', firstStep: 'Register one with `reelsight brands add NAME --images FOLDER`.' },
    context,
  );
}

function listWarnings({ brand, added, known, resemblances }: AddedBrand): string[] {
  const poor = brand.pictures.filter(({ file, features }) => added.has(file) && features < FEW_FEATURES);
  return [
    ...(known.length > 0 ? [`there already, not added again: ${known.join(', ')}.`] : []),
    ...(brand.pictures.length < FEW_PICTURES
      ? [
          `${countOf(brand.pictures.length, 'picture')} of ${brand.name}: it is found better with ${FEW_PICTURES} or more.`,
        ]
      : []),
    ...poor.map(
      ({ name, features }) =>
        `${name} shows little to go by (${countOf(features, 'feature')}): take a larger or sharper picture, or more of what is around the logo.`,
    ),
    ...resemblances.map(
      ({ picture, brand: other, confidence }) =>
        `${picture} looks like ${other} (${Math.round(100 * confidence)} % sure): is it a picture of ${brand.name}?`,
    ),
  ];
}

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const featuresOf = ({ pictures }: Brand): number => pictures.reduce((sum, { features }) => sum + features, 0);

const toJson = (brand: Brand) => ({ name: brand.name, pictures: brand.pictures.length, features: featuresOf(brand) });

function tabulate(brands: readonly Brand[]): string {
  if (brands.length === 0) return 'No brand is registered yet.\n';
  const rows = brands.map((brand) => [String(brand.pictures.length), String(featuresOf(brand)), brand.name]);
  return `${alignColumns([['pictures', 'features', 'brand'], ...rows])
    .map(plainLine)
    .join('\n')}\n`;
}
