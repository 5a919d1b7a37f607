import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Command, Option } from 'commander';
import { ensureModel } from '../../../../models/ensure.ts';
import { MAX_AUGMENT } from '../../../../models/views/augment.ts';
import { createClassifier, findFfmpeg, ReelsightError } from '../../../core/index.ts';
import {
  checkClasses,
  DEFAULT_FOLDS,
  DEFAULT_PRECISION,
  DEFAULT_SEED,
  MIN_PICTURES,
  renderTrainingPage,
  type TrainedHead,
  type TrainingWarning,
  trainHead,
} from '../../../training/index.ts';
import { type AllowFolderOptions, addAllowFolderOption } from '../options/allow-folder-option.ts';
import { parseNumber, parseText, parseWhole } from '../options/option-parsers.ts';
import type { CommandContext } from '../terminal/context.ts';
import { describeHead } from '../training/describe-head.ts';
import { embedExamples } from '../training/embed-examples.ts';
import { openEmbeddingCache } from '../training/embedding-cache.ts';
import { type Example, findBackground, findExamples } from '../training/examples.ts';
import { readExampleList } from '../training/read-list.ts';
import { shrinkPictures } from '../training/small-pictures.ts';
import { checkTarget, writeAll } from '../training/write-files.ts';

interface TrainOptions extends AllowFolderOptions {
  images?: string;
  csv?: string;
  background?: string;
  test?: string;
  out: string;
  name?: string;
  title?: string;
  kind?: 'multi-class' | 'multi-label';
  backgroundClasses?: boolean;
  augment: number;
  hiddenUnits: number;
  seed: number;
  folds: number;
  precision: number;
  page?: string;
  licence: string;
  json?: boolean;
}

const NETWORK = 'safety';
const DEFAULT_AUGMENT = 2;

export function addTrainCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('train')
    .summary('train classes of your own from pictures or videos')
    .description(
      'Trains a head: a small file that reads classes of your own off what the network sees in a frame. Give a folder ' +
        'that holds a folder of pictures or videos for each class, or a CSV table. A fifth of the pictures is held out to ' +
        'score it; the page beside the head shows the scores and the worst mistakes.',
    )
    .addOption(new Option('--images <folder>', 'a folder of pictures or videos for each class').conflicts('csv'))
    .option(
      '--csv <file>',
      'a table instead: columns file (in the table\'s folder), and label or labels (several separated by ";")',
    )
    .option('--background <folder>', 'pictures or videos that show no class')
    .option('--test <folder>', 'a folder for each class to score with, instead of a fifth of the pictures')
    .requiredOption('--out <file>', 'where the head goes, for example rooms.json')
    .option(
      '--name <name>',
      "the head's name: lower-case letters, digits and dashes (default: that of the file)",
      parseText,
    )
    .option('--title <text>', 'title that people read (default: the name)', parseText)
    .addOption(
      new Option(
        '--kind <kind>',
        'exactly one class a picture, or each independently (default: by the pictures)',
      ).choices(['multi-class', 'multi-label']),
    )
    .option('--background-classes', 'classes exclude each other and the background: better, if no picture shows two')
    .option(
      '--augment <n>',
      'further views of each picture: mirrored, nearer, coarse, soft, dark',
      parseWhole(0, MAX_AUGMENT),
      DEFAULT_AUGMENT,
    )
    .option(
      '--hidden-units <n>',
      'units of a hidden layer; worth trying with thousands of pictures',
      parseWhole(0, 1024),
      0,
    )
    .option('--seed <n>', 'seed of everything that is chosen at random', parseWhole(0, 2 ** 31 - 1), DEFAULT_SEED)
    .option('--folds <n>', 'parts of the cross-validation', parseWhole(2, 20), DEFAULT_FOLDS)
    .option('--precision <share>', 'precision that thresholds aim at', parseNumber(0.05, 0.99), DEFAULT_PRECISION)
    .option('--page <file>', 'where the page goes (default: beside the head)')
    .option('--licence <text>', "what the head's file says of its licence", parseText, 'not stated')
    .option('--json', 'print the scores as JSON');
  addAllowFolderOption(command).action((options: TrainOptions) => train(options, context));
}

async function train(options: TrainOptions, context: CommandContext): Promise<void> {
  const { config, environment, cacheFolder, progress, signal, print } = context;
  const { out } = options;
  const page = options.page ?? `${out.replace(/\.json$/i, '')}.html`;
  const name = nameHead(options);
  const { examples, test } = await gather(options, context);
  const kind = options.kind ?? guessKind(examples);
  const { backgroundClasses = false } = options;
  // A video gives as many frames as it takes.
  checkClasses(
    { kind, backgroundClasses },
    examples.flatMap(({ classes, isVideo }) => Array.from({ length: isVideo ? MIN_PICTURES : 1 }, () => classes)),
  );
  for (const path of [out, page]) await checkTarget(path);
  const { ffmpeg } = await findFfmpeg(config, environment);
  const model = await ensureModel({ name: NETWORK, precision: 'int8', cacheFolder, progress, signal });
  const classifier = await createClassifier({ ...model, threads: availableParallelism() });
  const workFolder = await mkdtemp(join(tmpdir(), 'reelsight-train-'));
  try {
    const cache = openEmbeddingCache(cacheFolder, model.sha256, classifier.embeddingSize);
    const job = { augment: options.augment, ffmpeg, classifier, cache, workFolder };
    const learned = await embedExamples({ ...job, examples: [...examples, ...test] }, context);
    const isTest = new Set(test);
    const pictures = learned.pictures.filter(({ example }) => !isTest.has(example));
    const tested = learned.pictures.filter(({ example }) => isTest.has(example));
    progress.start('Training', 0, 'steps');
    const head = await trainHead({
      ...{ name, title: options.title ?? name, taxonomy: name, kind, network: model.entry, pictures },
      test: test.length > 0 ? tested : undefined,
      ...{ seed: options.seed, folds: options.folds, hiddenUnits: options.hiddenUnits, precision: options.precision },
      backgroundClasses,
      data: describeData(options, examples),
      ...{ licence: options.licence, signal },
      onProgress: ({ done, total }) => {
        progress.setTotal(total);
        progress.update(done);
      },
    });
    progress.stop();
    const warnings = [...head.warnings, ...warnOfUnreadable(learned.unreadable)];
    const thumbnails = await shrinkPictures(ffmpeg, learned.pictures, head.evaluation?.mistakes ?? [], signal);
    const text = `${JSON.stringify(head.file)}\n`;
    await writeAll([
      [out, text],
      [page, renderTrainingPage({ head: { ...head, warnings }, thumbnails })],
    ]);
    print(
      options.json
        ? `${JSON.stringify(summarise(head, warnings), null, 2)}\n`
        : describeHead({ ...head, warnings }, out, page),
    );
  } finally {
    progress.stop();
    await classifier.close();
    await rm(workFolder, { recursive: true, force: true });
  }
}

/** What to learn from, and what to score with. */
async function gather(
  options: TrainOptions,
  { progress, signal }: CommandContext,
): Promise<{ examples: Example[]; test: Example[] }> {
  const { images, csv, background, test } = options;
  if (images === undefined && csv === undefined)
    throw new ReelsightError('input', 'There is nothing to learn from. Give --images FOLDER or --csv FILE.');
  const warn = (message: string) => progress.log(`Warning: ${message}`);
  const listOptions = { allowFolders: options.allowFolder, warn, signal };
  const given = images === undefined ? await readExampleList(csv!, listOptions) : await findExamples(images);
  const none = background === undefined ? [] : await findBackground(background);
  return { examples: [...given, ...none], test: test === undefined ? [] : await findExamples(test) };
}

const guessKind = (examples: readonly Example[]): 'multi-class' | 'multi-label' =>
  examples.every(({ classes }) => classes.length === 1) ? 'multi-class' : 'multi-label';

const NAME = /^[a-z][a-z0-9-]{0,63}$/;

function nameHead({ name, out }: TrainOptions): string {
  const guess = basename(out)
    .replace(/\.json$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  const chosen = name ?? (guess.slice(0, 64) || 'head');
  if (!NAME.test(chosen))
    throw new ReelsightError(
      'input',
      `--name takes lower-case letters, digits and dashes, a letter first; received ${JSON.stringify(chosen)}.`,
    );
  return chosen;
}

function describeData({ images, csv, background }: TrainOptions, examples: readonly Example[]): string {
  const videos = examples.filter(({ isVideo }) => isVideo).length;
  const files = [
    ...(videos < examples.length ? [`${examples.length - videos} picture files`] : []),
    ...(videos > 0 ? [`${videos} videos`] : []),
  ];
  const sources = [images ?? csv!, ...(background === undefined ? [] : [background])].map((path) => basename(path));
  return `${files.join(' and ')} of ${sources.join(' and ')}`;
}

const MAX_NAMED = 5;

function warnOfUnreadable(names: readonly string[]): TrainingWarning[] {
  if (names.length === 0) return [];
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  const message = `${names.length} could not be read and were left out: ${names.slice(0, MAX_NAMED).join(', ')}${more}.`;
  return [{ code: 'unreadable', message }];
}

const summarise = ({ file, evaluation, trials, groups }: TrainedHead, warnings: readonly object[]) => ({
  name: file.name,
  kind: file.kind,
  training: file.training,
  scores: evaluation?.scores ?? null,
  groups,
  trials,
  warnings,
});
