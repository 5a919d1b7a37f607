import { mkdtemp } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildLocalModels } from '../../src/adapters/aws/build/build-parts.ts';
import type { DeployParameters } from '../../src/adapters/aws/build/parameters.ts';
import { findFfmpeg, parseConfig } from '../../src/core/index.ts';
import { refuseTakenPort } from '../local-shared/free-port.ts';
import { removeAtExit } from '../local-shared/remove-at-exit.ts';
import { createInvoker } from './invoke.ts';
import { startLocalStack } from './local-stack.ts';
import { logicalIdOf, machineOf, type ServerlessService, templateSchema } from './serverless-service.ts';
import { resolveText, statementsOf } from './template.ts';

export interface OfflineRequest {
  readonly serverless: ServerlessService & { readonly configurationInput: unknown };
  /** Of the command line. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly log: { notice(message?: string): void; warning(message: string): void };
  readonly environment: NodeJS.ProcessEnv;
}

const LAMBDA_PORT = 3002;
const HTTP_PORT = 3000;

/**
 * Starts the local stack and gives every function the environment that finds it. The functions themselves are run by
 * serverless-offline, from the bundles that would be deployed.
 */
export async function startOffline({ serverless, options, log, environment }: OfflineRequest) {
  const { service, serviceDir } = serverless;
  removeAtExit(join(serviceDir, String((service.custom.esbuild as { outputWorkFolder: string }).outputWorkFolder)));
  const { httpPort, lambdaPort } = { httpPort: HTTP_PORT, lambdaPort: LAMBDA_PORT, ...options };
  await refuseTakenPort(Number(httpPort), 'httpPort');
  await refuseTakenPort(Number(lambdaPort), 'lambdaPort');
  const parameters = service.custom.parameters as DeployParameters;
  const models = await buildLocalModels({
    root: serviceDir,
    parameters,
    environment,
    log: { info: (text) => log.notice(text), warn: log.warning },
  });
  const { ffmpeg, origin } = await findFfmpeg(parseConfig(environment), environment);
  const region = service.provider.region;
  const bucket = resolveText({ 'Fn::Sub': String(service.custom.bucket) }, { region, bucket: '' });
  const names = { region, bucket };
  const functions = Object.entries(service.functions);
  const roles = templateSchema.parse(service.resources).Resources;
  const { name: machineName, definition } = machineOf(serverless.configurationInput);
  const lambdaUrl = `http://127.0.0.1:${lambdaPort}`;
  const invoke = createInvoker(lambdaUrl, region);
  const folder = await mkdtemp(join(tmpdir(), 'reelsight-offline-aws-'));
  removeAtExit(folder);
  const stack = await startLocalStack({
    folder,
    ...names,
    machineName,
    definition,
    functionNames: new Map(functions.map(([key, { name }]) => [logicalIdOf(key), name])),
    statements: new Map(functions.map(([key, { role }]) => [key, statementsOf(roles[role ?? ''], names)])),
    invokeFunction: invoke,
    async onUpload(event) {
      const answer = await invoke(service.functions.onUpload!.name, event, AbortSignal.timeout(120_000));
      if ('error' in answer) log.warning(`onUpload failed: ${answer.error.errorMessage}`);
    },
    onRefused: (message) => log.warning(message),
    onEvent(event, item) {
      const where = item === null ? '' : ` of chunk ${item}`;
      if (event.type === 'retried') log.notice(`${event.state}${where} is tried again after ${event.error}`);
      if (event.type === 'caught') log.warning(`${event.state}${where} failed: ${event.error}`);
    },
  });
  // More than the processors only wait for each other.
  const workers = Math.min(Number(parameters.maxConcurrency), availableParallelism());
  service.provider.environment = {
    ...service.provider.environment,
    REELSIGHT_BUCKET: bucket,
    REELSIGHT_MAX_CONCURRENCY: String(workers),
    AWS_ENDPOINT_URL_S3: stack.storeUrl,
    AWS_ENDPOINT_URL_SFN: stack.stepFunctionsUrl,
    AWS_ENDPOINT_URL_LAMBDA: lambdaUrl,
    AWS_REGION: region,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: '',
    // A profile of the user would be asked for credentials first.
    AWS_PROFILE: '',
    // Where functions are deployed, Node is newer than this machine's may be.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  for (const [key, definitionOf] of functions)
    definitionOf.environment = {
      ...definitionOf.environment,
      FFMPEG_PATH: ffmpeg.path,
      FFPROBE_PATH: ffmpeg.ffprobePath,
      REELSIGHT_MODELS: models,
      REELSIGHT_MAX_CONCURRENCY: String(workers),
      REELSIGHT_STATE_MACHINE_ARN: stack.stateMachineArn,
      // The store holds each function to its role by this name.
      AWS_ACCESS_KEY_ID: key,
    };
  const endpoint = `http://127.0.0.1:${httpPort}`;
  return {
    welcome() {
      log.notice();
      log.notice(`Reelsight runs here: ${endpoint}`);
      log.notice(`  npx reelsight submit VIDEO --endpoint ${endpoint}`);
      log.notice(`  API     ${endpoint}/v1/openapi.json`);
      log.notice(`  bucket  s3://${bucket} at ${stack.storeUrl}, gone when this ends`);
      log.notice(`  ffmpeg  ${ffmpeg.version} (${origin}); up to ${workers} workers at once`);
      log.notice('Ctrl-C ends it.');
    },
    close: () => stack.close(),
  };
}
