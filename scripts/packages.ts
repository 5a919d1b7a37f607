import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Ours, below Lambda's: 50 MB for a zip that is handed over, 250 MB for a function with its layers, unpacked. */
export const LIMITS = { zipBytes: 50e6, unpackedBytes: 200e6 };

/** Of sources for Google Cloud, packed, by function: what Google builds, pulls and starts. Its own is 100 MB. */
export const SOURCE_LIMITS: Readonly<Record<string, number>> = { plan: 60e6, analyzeChunk: 65e6 };
/** The shipped heads are half of it, where they are needed. */
export const OTHER_SOURCES_LIMIT = 1.6e6;

export interface PackedZip {
  readonly name: string;
  readonly zipBytes: number;
  readonly unpackedBytes: number;
}

export interface PackedFunction {
  readonly name: string;
  /** Without its ending, in the folder of the packages. */
  readonly zip: string;
  readonly layers: readonly string[];
  readonly handler: string;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly memoryMb: number;
  readonly unpackedBytes: number;
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Properties }>>;
}

interface Properties {
  readonly Code: { readonly S3Key: string };
  readonly Content: { readonly S3Key: string };
  readonly Layers?: readonly { readonly Ref: string }[];
  readonly Handler: string;
  readonly MemorySize: number;
  readonly FunctionName: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}

/** What `sls package` left in a folder: each zip, each function with its layers, and what is too large. */
export async function measurePackages(folder: string) {
  const template = JSON.parse(
    await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8').catch((cause: unknown) => {
      const advice = 'Run `npx sls package --config serverless.aws.yml` first.';
      throw new Error(`${folder} holds no packages. ${advice}`, { cause });
    }),
  ) as Template;
  const resourcesOf = (type: string) => Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
  const zips = new Map<string, PackedZip>();
  const measure = async (key: string) => {
    const name = basename(key, '.zip');
    const known = zips.get(name) ?? (await measureZip(join(folder, `${name}.zip`), name));
    zips.set(name, known);
    return known;
  };
  const layers = new Map<string, PackedZip>();
  for (const [id, { Properties }] of resourcesOf('AWS::Lambda::LayerVersion'))
    layers.set(id, await measure(Properties.Content.S3Key));
  const functions: PackedFunction[] = [];
  for (const [, { Properties }] of resourcesOf('AWS::Lambda::Function')) {
    const zip = await measure(Properties.Code.S3Key);
    const own = (Properties.Layers ?? []).map(({ Ref }) => layers.get(Ref)!);
    functions.push({
      name: zip.name,
      zip: zip.name,
      layers: own.map(({ name }) => name),
      handler: Properties.Handler,
      environment: Properties.Environment.Variables,
      memoryMb: Properties.MemorySize,
      unpackedBytes: [zip, ...own].reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0),
    });
  }
  return { zips: [...zips.values()], functions, problems: listProblems([...zips.values()], functions) };
}

/** What `sls package` left in a folder for Google Cloud: the source of each function, and what is too large. */
export async function measureSources(folder: string) {
  const names = await readdir(join(folder, 'functions')).catch((cause: unknown) => {
    const advice = 'Run `npx sls package --config serverless.gcp.yml` first.';
    throw new Error(`${folder} holds no sources. ${advice}`, { cause });
  });
  const keys = names.filter((name) => !name.startsWith('.')).sort();
  const zips = await Promise.all(keys.map((name) => measureZip(join(folder, `${name}.zip`), name)));
  const problems = zips.flatMap(({ name, zipBytes }) => over(`${name}.zip`, zipBytes, limitOf(name)));
  return { zips, problems };
}

export const limitOf = (name: string): number => SOURCE_LIMITS[name] ?? OTHER_SOURCES_LIMIT;

async function measureZip(path: string, name: string): Promise<PackedZip> {
  const { stdout } = await execute('unzip', ['-Zt', path]);
  const unpackedBytes = Number(/, (\d+) bytes uncompressed/.exec(stdout)?.[1]);
  return { name, zipBytes: (await stat(path)).size, unpackedBytes };
}

const over = (what: string, sizeBytes: number, limitBytes: number): string[] =>
  sizeBytes <= limitBytes ? [] : [`${what} has ${sizeBytes} bytes: more than ${limitBytes}.`];

function listProblems(zips: readonly PackedZip[], functions: readonly PackedFunction[]): string[] {
  return [
    ...zips.flatMap(({ name, zipBytes }) => over(`${name}.zip`, zipBytes, LIMITS.zipBytes)),
    ...functions.flatMap(({ name, unpackedBytes }) =>
      over(`The function ${name} with its layers, unpacked,`, unpackedBytes, LIMITS.unpackedBytes),
    ),
  ];
}
