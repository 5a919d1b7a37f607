import { startGoogleApis } from './server.ts';

/** Who deploys is a matter of the process: one server for all that it deploys to. */
let identity: Promise<string> | undefined;

/** Lets the Google libraries of this process log in as on a machine in Google Cloud. */
export async function logInAsDeployer(): Promise<void> {
  identity ??= startGoogleApis().then(({ url, unref }) => {
    unref();
    return url.replace('http://', '');
  });
  process.env['GCE_METADATA_HOST'] = await identity;
}
