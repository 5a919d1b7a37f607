import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployParameters } from '../../src/adapters/gcp/build/parameters.ts';
import { findFfmpeg, parseConfig } from '../../src/core/index.ts';
import { refuseTakenPort } from '../local-shared/free-port.ts';
import { removeAtExit } from '../local-shared/remove-at-exit.ts';
import { type Host, readService, writeServiceSources } from '../serverless-google/src/index.ts';
import { describeEvent } from './describe-event.ts';
import { startLocalStack } from './local-stack.ts';

const HTTP_PORT = 3000;

/** What functions-framework says of itself when it starts. */
const FRAMEWORK_LINE = /^(Serving function\.\.\.|(Function|Signature type|URL): )/;

/** What the framework gives to the plugin. */
export interface OfflineRequest extends Pick<Host, 'options'> {
  readonly serverless: Host['serverless'] & {
    readonly service: { readonly custom: { readonly parameters: DeployParameters } };
  };
  readonly log: { notice(message?: string): void; warning(message: string): void };
  readonly environment: NodeJS.ProcessEnv;
}

/** Starts the local stack from the sources that would be deployed. */
export async function startOffline({ serverless, options, log, environment }: OfflineRequest) {
  const port = Number(options['httpPort'] ?? HTTP_PORT);
  await refuseTakenPort(port, 'httpPort');
  const folder = await mkdtemp(join(tmpdir(), 'reelsight-offline-gcp-'));
  removeAtExit(folder);
  const host = { serverless, options, log, environment, progress: SILENT, writeText() {} };
  const { ffmpeg, origin } = await findFfmpeg(parseConfig(environment), environment);
  // More than the processors only wait for each other.
  const workers = Math.min(serverless.service.custom.parameters.maxConcurrency, availableParallelism());
  const stack = await startLocalStack({
    folder,
    service: readService(host),
    serviceDir: serverless.serviceDir,
    sources: await writeServiceSources({ ...host, log: { notice() {}, warning: (message) => log.warning(message) } }),
    ffmpeg,
    workers,
    port,
    onLine(key, line) {
      if (!FRAMEWORK_LINE.test(line)) log.notice(`${key}: ${line}`);
    },
    onCall: async ({ key, body }, forward) => {
      const startedMs = performance.now();
      const answer = await forward();
      const position = (body as { position?: number } | null)?.position;
      // Of every object in the bucket onUpload hears, and the API tells of itself.
      if (key !== 'api' && (key !== 'onUpload' || answer.status >= 400))
        log.notice(
          `(${key}${position === undefined ? '' : ` ${position}`}: ${answer.status}, ${Math.round(performance.now() - startedMs)} ms)`,
        );
      return answer;
    },
    onEvent(event) {
      const text = describeEvent(event);
      if (text) log.warning(text);
    },
    onRefused: (message) => log.warning(message),
  });
  return {
    async untilInterrupted() {
      const endpoint = stack.apiUrl;
      log.notice();
      log.notice(`Reelsight runs here: ${endpoint}`);
      log.notice(`  npx reelsight submit VIDEO --endpoint ${endpoint}`);
      log.notice(`  API     ${endpoint}/v1/openapi.json`);
      log.notice(`  bucket  gs://${stack.bucket} at ${stack.storeUrl}, gone when this ends`);
      log.notice(`  ffmpeg  ${ffmpeg.version} (${origin}); up to ${workers} workers at once`);
      log.notice('Ctrl-C ends it.');
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      });
    },
    async close() {
      await stack.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const SILENT: Host['progress'] = { create: () => ({ update() {}, remove() {} }) };
