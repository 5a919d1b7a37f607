import { type ChildProcess, execFile } from 'node:child_process';
import { join } from 'node:path';
import { programPath } from '../../helpers/command-line.ts';
import { PLUGIN, ROOT } from './plugin.ts';
import type { TestService } from './service.ts';

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  /** Undefined: not there. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Called once with the running process. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Whether the plugin compiles itself while it loads, as it does for users: that takes as long as its work. */
  readonly isCompiling?: boolean;
}

/** Runs `sls WORDS` in the folder of a service, as a user does. */
export async function runSls(service: TestService, words: string, options: ProcessOptions = {}): Promise<Ended> {
  const { folder, google, write } = service;
  await write('plugin.cjs', options.isCompiling ? pluginItself() : compiledPlugin());
  return await new Promise((done) => {
    const child = execFile(
      process.execPath,
      [join(ROOT, 'node_modules/serverless/bin/serverless.js'), ...words.split(' ')],
      {
        cwd: folder,
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          // Else every process compiles the framework's schema again.
          SLS_SCHEMA_CACHE_BASE_DIR: join(ROOT, 'node_modules/.cache'),
          GOOGLE_API_ENDPOINT: google.url,
          // As on a machine in Google Cloud.
          GCE_METADATA_HOST: google.url.replace('http://', ''),
          ...options.environment,
        },
      },
      (error, stdout, stderr) => done({ status: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
    options.onStart?.(child);
  });
}

const pluginItself = (): string => `module.exports = require(${JSON.stringify(PLUGIN)});`;

/** The plugin with its code as the runner of the tests compiled it. */
const compiledPlugin = (): string => `
const GoogleProvider = require(${JSON.stringify(PLUGIN)});
module.exports = class extends GoogleProvider {
  load() {
    return import(${JSON.stringify(programPath('google-provider'))});
  }
};`;
