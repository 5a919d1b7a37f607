import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { TEST_CACHE } from '../../helpers/command-line.ts';
import { type GoogleApis, startGoogleApis } from '../../helpers/google-apis/server.ts';
import { type Json, PROJECT } from '../../helpers/google-apis/state.ts';
import { ROOT, withoutAccount } from '../package-service.ts';

export const REGION = 'europe-west1';
export const PARENT = `projects/${PROJECT}/locations/${REGION}`;
export const BUCKET = `reelsight-test-${PROJECT}`;

export type Parameters = Readonly<Record<string, string>>;

export interface Deployment {
  readonly google: GoogleApis;
  /** Runs `sls VERB` for the stage `test`. Gives what it printed. Errors: with that, when it fails. */
  sls(verb: string, parameters?: Parameters): Promise<string>;
  /** A function as it is deployed, for example `analyze-chunk`. */
  functionOf(name: string): Json;
  close(): void;
}

/** serverless.gcp.yml, to be deployed to Google on the loopback interface. */
export async function openDeployment(): Promise<Deployment> {
  const google = await startGoogleApis();
  return {
    google,
    functionOf: (name) => google.state.functions.get(`${PARENT}/functions/reelsight-test-${name}`),
    close: google.close,
    sls(verb, parameters = {}) {
      const settings = Object.entries({ project: PROJECT, ...parameters }).flatMap(([key, value]) => [
        '--param',
        `${key}=${value}`,
      ]);
      const words = [...verb.split(' '), '--config', 'serverless.gcp.yml', '--stage', 'test', ...settings];
      return new Promise((done, refuse) => {
        const environment = {
          ...withoutAccount(),
          REELSIGHT_CACHE: TEST_CACHE,
          GOOGLE_API_ENDPOINT: google.url,
          // As on a machine in Google Cloud.
          GCE_METADATA_HOST: google.url.replace('http://', ''),
        };
        execFile(
          join(ROOT, 'node_modules/.bin/sls'),
          words,
          { cwd: ROOT, env: environment },
          (error, stdout, stderr) => {
            if (error) refuse(new Error(`sls ${verb} failed: ${stdout}${stderr}`, { cause: error }));
            else done(stdout + stderr);
          },
        );
      });
    },
  };
}
