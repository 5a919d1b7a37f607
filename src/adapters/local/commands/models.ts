import { type Command, Option } from 'commander';
import { type EnsureRequest, ensureModel } from '../../../../models/ensure.ts';
import { listModels, type ModelStatus } from '../../../../models/list.ts';
import { DEFAULT_NETWORK, findNetwork } from '../../../../models/networks.ts';
import { pullWeights } from '../../../../models/pull.ts';
import { ReelsightError } from '../../../core/index.ts';
import type { CommandContext } from '../terminal/context.ts';

type Precision = EnsureRequest['precision'];
type Context = Pick<CommandContext, 'cacheFolder' | 'progress' | 'signal' | 'print'>;

/** `models list|build|pull|verify`: what the networks are, and the files that they run from. */
export function addModelsCommand(program: Command, context: Context): void {
  const models = program
    .command('models')
    .summary('list, build, fetch and check the networks')
    .description('Lists, builds, fetches and checks the networks.');
  models
    .command('list')
    .description('Lists the networks: where they come from, what is built, under which licence.')
    .option('--json', 'print the list as JSON')
    .action((options: { json?: boolean }) => printList(options, context));
  models
    .command('build')
    .description('Builds a network for this machine, unless it is built already.')
    .argument('[name]', 'the network', DEFAULT_NETWORK)
    .addOption(
      new Option('--precision <precision>', 'number format of the weights and activations')
        .choices(['int8', 'fp32'])
        .default('int8'),
    )
    .option('--force', 'rebuild it even if it is there')
    .action((name: string, options: { precision: Precision; force?: boolean }) => build(name, options, context));
  models
    .command('pull')
    .description('Fetches the weights of a network that are not part of an npm package, and builds it.')
    .argument('<name>', 'the network, for example imagenet')
    .option('--from <file>', 'take this file instead of the published one')
    .option('--md5 <hash>', 'MD5 that the file must have, for weights of your own', parseMd5)
    .action((name: string, options: { from?: string; md5?: string }) => pull(name, options, context));
  models
    .command('verify')
    .description('Hashes every built network again. Fails when one is damaged.')
    .action(() => verify(context));
}

async function printList(options: { json?: boolean }, { cacheFolder, print }: Context): Promise<void> {
  const models = await listModels(cacheFolder);
  print(options.json ? `${JSON.stringify(models, null, 2)}\n` : models.map(describeStatus).join('\n'));
}

async function build(
  name: string,
  options: { precision: Precision; force?: boolean },
  context: Context,
): Promise<void> {
  const { cacheFolder, progress, signal, print } = context;
  const model = await ensureModel({ name, ...options, cacheFolder, progress, signal });
  print(`${model.built ? 'Built' : 'Up to date'}: ${name} ${model.precision} ${model.sha256}\n${model.modelPath}\n`);
}

async function pull(name: string, options: { from?: string; md5?: string }, context: Context): Promise<void> {
  const { cacheFolder, progress, signal, print } = context;
  const { source } = findNetwork(name);
  if (source.type !== 'keras-hdf5')
    throw new ReelsightError(
      'input',
      `The weights of ${name} come with the npm package ${source.package}: there is nothing to pull. Run \`reelsight models build ${name}\`.`,
    );
  const path = await pullWeights({ source, ...options, cacheFolder, progress, signal });
  print(`Weights: ${path}\n`);
  await build(name, { precision: 'int8' }, context);
}

async function verify({ cacheFolder, print }: Context): Promise<void> {
  const models = (await listModels(cacheFolder)).filter(({ modelPath }) => modelPath !== null);
  for (const { name, precision, status, modelPath } of models)
    print(`${status === 'built' ? 'good   ' : 'DAMAGED'} ${name} ${precision} ${modelPath}\n`);
  if (models.length === 0) print('Nothing is built yet.\n');
  const damaged = models.filter(({ status }) => status === 'damaged');
  if (damaged.length > 0)
    throw new ReelsightError(
      'model',
      `${damaged.length} built network(s) are damaged. Run \`reelsight models build ${damaged[0]!.name} --precision ${damaged[0]!.precision}\`.`,
    );
}

const STATES: Readonly<Record<ModelStatus['status'], string>> = {
  built: 'built',
  'not-built': 'not built yet: built when first used',
  damaged: 'damaged: rebuilt when next used',
  'weights-missing': 'weights not fetched: run `reelsight models pull NAME`',
  'not-calibrated': 'no activation ranges for these weights: FP32 is used instead',
};

function describeStatus(model: ModelStatus): string {
  const size = model.sizeBytes === null ? '' : `, ${(model.sizeBytes / 1e6).toFixed(1)} MB`;
  return [
    `${model.name} ${model.precision}: ${STATES[model.status]}${size}`,
    `  ${model.title}`,
    `  source   ${model.source}`,
    `  licence  ${model.licence}`,
    ...(model.sha256 === null ? [] : [`  sha256   ${model.sha256}`, `  file     ${model.modelPath}`]),
    '',
  ].join('\n');
}

function parseMd5(text: string): string {
  const hash = text.toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hash))
    throw new ReelsightError('input', `--md5 takes 32 hex digits; received ${JSON.stringify(text)}.`);
  return hash;
}
