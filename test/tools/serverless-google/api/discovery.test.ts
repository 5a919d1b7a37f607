import test from 'ava';
import { GoogleAuth } from 'google-auth-library';
import { createGoogleApi } from '../../../../tools/serverless-google/src/api/google-api.ts';
import { logInAsDeployer } from '../../../helpers/google-apis/log-in.ts';
import { startGoogleApis } from '../../../helpers/google-apis/server.ts';
import { PROJECT } from '../../../helpers/google-apis/state.ts';

// The server that the other tests deploy to would be worth little if it took what Google does not.

const refusals: readonly [method: 'GET' | 'POST', path: string, body: unknown, says: RegExp][] = [
  [
    'POST',
    'cloudfunctions.googleapis.com/v2/{parent}/functions?functionId=f',
    { nmae: 'x' },
    /Unknown name "nmae": Cannot find field/,
  ],
  [
    'POST',
    'cloudfunctions.googleapis.com/v2/{parent}/functions?functionId=f',
    { serviceConfig: { memory: '1' } },
    /Unknown name "memory" at 'serviceConfig'/,
  ],
  [
    'POST',
    'cloudfunctions.googleapis.com/v2/{parent}/functions?functionId=f',
    { environment: 'GEN_3' },
    /Invalid value at 'environment'/,
  ],
  [
    'POST',
    'cloudfunctions.googleapis.com/v2/{parent}/functions?functionId=f',
    { serviceConfig: { timeoutSeconds: '60' } },
    /Invalid value at 'serviceConfig.timeoutSeconds' \(integer\)/,
  ],
  [
    'GET',
    'cloudfunctions.googleapis.com/v2/{parent}/functions?page=2',
    undefined,
    /Unknown name "page": Cannot bind query parameter/,
  ],
  ['GET', 'cloudfunctions.googleapis.com/v2/{parent}/function', undefined, /No documented method/],
];

test('the loopback server refuses what Google does not know', async (t) => {
  const google = await startGoogleApis();
  t.teardown(() => google.close());
  await logInAsDeployer();
  const auth = new GoogleAuth({ scopes: 'https://www.googleapis.com/auth/cloud-platform', projectId: PROJECT });
  const api = createGoogleApi({ auth, endpoint: google.url });
  const parent = `projects/${PROJECT}/locations/europe-west1`;
  for (const [method, path, body, says] of refusals) {
    const url = `https://${path.replace('{parent}', parent)}`;
    const { message } = await t.throwsAsync(api.request({ method, url, body }), { name: 'GoogleApiError' });
    t.regex(message, says);
  }
});
