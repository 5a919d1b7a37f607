import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type DeploySession, type Log, openDeploySession, type Progress } from '../api/session.ts';
import { parseService } from '../config/parse.ts';
import type { Service } from '../config/service.ts';
import { DeployError } from '../errors/deploy-error.ts';
import {
  type FunctionPackage,
  type FunctionSource,
  OUTPUT_FOLDER,
  type PackageRequest,
  packageFunctions,
  writeSources,
} from '../package/package-functions.ts';

/** What the framework gives to a plugin, as far as it is used here. */
export interface Host {
  readonly serverless: {
    readonly serviceDir: string;
    readonly configurationInput: Readonly<Record<string, unknown>>;
    readonly service: { readonly service: string };
  };
  /** Of the command line. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly log: Log;
  readonly progress: Progress;
  /** Results: to standard output. */
  readonly writeText: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const textOf = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Errors: DeployError that lists all that is wrong with the YAML. */
export function readService({ serverless, options, environment }: Host): Service {
  const { configurationInput, service } = serverless;
  const { provider, buckets, functions, workflows } = configurationInput;
  return parseService(
    { service: service.service, provider, buckets, functions, workflows },
    {
      stage: textOf(options['stage']),
      region: textOf(options['region']),
      apiEndpoint: environment['GOOGLE_API_ENDPOINT'] || undefined,
    },
  );
}

export const openHost = (host: Host): Promise<DeploySession> =>
  openDeploySession(readService(host), host.log, host.progress);

/** Packs the sources of these functions, of all without `keys`. */
export const packageService = (host: Host, keys?: readonly string[]): Promise<Map<string, FunctionPackage>> =>
  packageFunctions(describePackages(host, keys));

/** Lays the sources of all functions out, to be run here. */
export const writeServiceSources = (host: Host): Promise<Map<string, FunctionSource>> =>
  writeSources(describePackages(host));

function describePackages(host: Host, keys?: readonly string[]): PackageRequest {
  const { serverless, options, log } = host;
  const service = readService(host);
  return {
    serviceDir: serverless.serviceDir,
    functions: Object.fromEntries(
      service.functions.filter(({ key }) => !keys || keys.includes(key)).map((settings) => [settings.key, settings]),
    ),
    provider: service,
    log,
    outputFolder: textOf(options['package']) ?? OUTPUT_FOLDER,
  };
}

/** Finds the sources that `sls package --package FOLDER` made, for `sls deploy --package FOLDER`. Errors: DeployError. */
export async function readPackages(host: Host): Promise<Map<string, FunctionPackage>> {
  const { serverless, options } = host;
  const folder = resolve(serverless.serviceDir, textOf(options['package']) ?? OUTPUT_FOLDER);
  const found = readService(host).functions.map(async ({ key }): Promise<[string, FunctionPackage]> => {
    const zipPath = join(folder, `${key}.zip`);
    const zip = await readFile(zipPath).catch(() => {
      throw new DeployError(`${zipPath} is not there. Make it: \`sls package --package ${folder}\`.`);
    });
    const sha256 = createHash('sha256').update(zip).digest('hex');
    return [key, { folder: join(folder, 'functions', key), zipPath, sizeBytes: zip.length, sha256 }];
  });
  return new Map(await Promise.all(found));
}
