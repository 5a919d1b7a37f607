import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as commands from '../../../tools/serverless-google/src/index.ts';
import { logInAsDeployer } from '../../helpers/google-apis/log-in.ts';
import type { GoogleApis } from '../../helpers/google-apis/server.ts';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** What the framework loads. */
export const PLUGIN = join(ROOT, 'tools/serverless-google/plugin.cjs');

// biome-ignore lint/suspicious/noExplicitAny: a test changes it as it likes
export type Yaml = any;

export type CommandOptions = Readonly<Record<string, string | boolean>>;

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

interface Plugin {
  readonly hooks: Readonly<Record<string, () => Promise<void>>>;
}

const GoogleProvider = createRequire(import.meta.url)(PLUGIN) as new (
  serverless: unknown,
  options: CommandOptions,
  utilities: unknown,
) => Plugin;

/** The plugin with its code as it is compiled into the tests. */
class CompiledProvider extends GoogleProvider {
  async load() {
    return commands;
  }
}

/** Which of its hooks the framework calls, in order. `sls.test.ts` shows that it does. */
const HOOKS: Readonly<Record<string, readonly string[]>> = {
  package: ['before:package:createDeploymentArtifacts'],
  deploy: ['before:package:createDeploymentArtifacts', 'deploy:deploy'],
  'deploy function': ['deploy:function:packageFunction', 'deploy:function:deploy'],
  info: ['info:info'],
  invoke: ['invoke:invoke'],
  logs: ['logs:logs'],
  remove: ['remove:remove'],
};

/** As the framework's: what it shows without a stack. */
class ServerlessError extends Error {
  override readonly name = 'ServerlessError';
}

export interface CommandRun {
  readonly serviceDir: string;
  readonly yaml: Yaml;
  readonly google: GoogleApis;
  readonly command: string;
  readonly options: CommandOptions;
}

/** Runs in this process what the plugin does when the framework runs a command. */
export async function runCommand({ serviceDir, yaml, google, command, options }: CommandRun): Promise<Printed> {
  await logInAsDeployer();
  let stdout = '';
  let stderr = '';
  const tell = (text: string) => {
    stderr += `${text}\n`;
  };
  const serverless = {
    serviceDir,
    configurationInput: structuredClone(yaml),
    service: structuredClone(yaml),
    classes: { Error: ServerlessError },
    setProvider() {},
  };
  const { hooks } = new CompiledProvider(serverless, options, {
    log: { notice: tell, warning: tell },
    progress: { create: () => ({ update: tell, remove() {} }) },
    writeText(text: string) {
      stdout += `${text}\n`;
    },
    environment: { GOOGLE_API_ENDPOINT: google.url },
  });
  for (const name of HOOKS[command]!) await hooks[name]!();
  return { stdout, stderr };
}
