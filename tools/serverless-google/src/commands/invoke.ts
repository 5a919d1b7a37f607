import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gaxios } from 'google-auth-library';
import type { DeploySession } from '../api/session.ts';
import { DeployError } from '../errors/deploy-error.ts';
import { findDeployed } from '../resources/functions.ts';
import { findFunction } from './find-function.ts';
import { type Host, openHost } from './host.ts';

/** As long as a function may take. */
const TIMEOUT_MS = 3_600_000;

/** Calls a function with the deployer's identity, and shows what it answers. Errors: DeployError for an answer that is one. */
export async function invoke(host: Host): Promise<void> {
  const session = await openHost(host);
  const { key } = findFunction(session.service, host.options['function']);
  const body = await readInput(host);
  const found = (await findDeployed(session)).get(key);
  const uri = found?.serviceConfig?.uri;
  if (!uri) throw new DeployError(`The function ${key} is not deployed. Run \`sls deploy\`.`);
  const answer = await gaxios.request<string>({
    method: 'POST',
    url: addressOf(session, uri),
    headers: { authorization: `Bearer ${await fetchIdToken(session, uri)}`, 'content-type': contentTypeOf(body) },
    ...(body !== '' && { data: body }),
    responseType: 'text',
    validateStatus: () => true,
    timeout: TIMEOUT_MS,
  });
  if (answer.status === 401 || answer.status === 403)
    throw new DeployError(
      `${session.state.who} may not call the function ${key} (${answer.status}). Add it to functions.${key}.invokers and deploy, or: \`gcloud run services add-iam-policy-binding ${found.serviceConfig?.service?.split('/').at(-1)} --region ${session.service.region} --project ${session.service.project} --member ${session.state.who} --role roles/run.invoker\``,
    );
  host.writeText(answer.data);
  if (answer.status >= 400) throw new DeployError(`The function ${key} answered ${answer.status}.`);
}

async function readInput({ serverless, options }: Host): Promise<string> {
  const { data, path } = options;
  if (typeof data === 'string') return data;
  if (typeof path !== 'string') return '';
  return await readFile(resolve(serverless.serviceDir, path), 'utf8').catch(() => {
    throw new DeployError(`--path ${path} cannot be read. Correct its name.`);
  });
}

/** A CloudEvent is told by its specversion: https://github.com/cloudevents/spec */
function contentTypeOf(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && 'specversion' in value
      ? 'application/cloudevents+json'
      : 'application/json';
  } catch {
    return body === '' ? 'application/json' : 'text/plain';
  }
}

/** With an endpoint of one's own, functions are called there too. */
const addressOf = ({ service }: DeploySession, uri: string): string =>
  service.apiEndpoint ? uri.replace(/^https:\//, service.apiEndpoint.replace(/\/$/, '')) : uri;

/** A token by which Cloud Run knows who calls. Errors: DeployError for credentials that give none. */
const fetchIdToken = (session: DeploySession, audience: string): Promise<string> =>
  session.attempt('Getting a token to call the function', async () => {
    try {
      const client = await session.auth.getIdTokenClient(audience);
      return await client.idTokenProvider.fetchIdToken(audience);
    } catch (error) {
      throw new DeployError(
        `These credentials give no token to call a function (${(error as Error).message}). Call it by hand: \`curl -X POST -H "Authorization: Bearer $(gcloud auth print-identity-token)" ${audience}\``,
      );
    }
  });
