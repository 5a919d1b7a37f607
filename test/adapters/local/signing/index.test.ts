import test from 'ava';
import { type Cloud, createAuthorizer } from '../../../../src/adapters/local/signing/index.ts';
import { ReelsightError } from '../../../../src/core/index.ts';
import { runReelsight } from '../../../helpers/command-line.ts';

const choose = (address: string, cloud?: Cloud) =>
  createAuthorizer({ endpoint: new URL(address), cloud, idToken: undefined, environment: {} });

test('nothing is signed on this machine, nor sent open', async (t) => {
  for (const address of [
    'http://localhost:3000',
    'https://127.0.0.1:3000',
    'http://[::1]:3000',
    'http://example.com',
    'http://api-ab12cd34ef-uc.a.run.app',
  ]) {
    const authorizer = choose(address, 'google');
    t.deepEqual(await authorizer.authorize({ method: 'GET', url: new URL(address), body: undefined }), {}, address);
    t.regex(authorizer.advice, /not signed/);
  }
});

test('a host name of a cloud tells whose credentials are asked for', (t) => {
  const clouds = {
    'https://abc123.execute-api.eu-central-1.amazonaws.com': /AWS credentials/,
    'https://abc123.execute-api.cn-north-1.amazonaws.com.cn': /AWS credentials/,
    'https://abc123.execute-api.eu-central-1.api.aws': /AWS credentials/,
    'https://reelsight-dev-api-123456789012.europe-west1.run.app': /ID token/,
    'https://reelsight-dev-api-ab12cd34ef-ew.a.run.app': /ID token/,
    'https://europe-west1-project.cloudfunctions.net/reelsight-dev-api': /ID token/,
    'https://gateway-ab12cd34.ew.gateway.dev': /ID token/,
  };
  for (const [address, advice] of Object.entries(clouds)) t.regex(choose(address).advice, advice, address);
});

test('a domain of its own needs to be told, and what is told goes first', (t) => {
  for (const address of ['https://video.example.com', 'https://run.app.example.com', 'https://notrun.app']) {
    const error = t.throws(() => choose(address), { instanceOf: ReelsightError }, address);
    t.is(error.kind, 'input');
    t.regex(error.message, /--cloud aws or --cloud google.*REELSIGHT_CLOUD/);
    t.regex(choose(address, 'aws').advice, /AWS credentials/);
    t.regex(choose(address, 'google').advice, /ID token/);
  }
});

test('the command line takes the cloud from --cloud, else from the environment', async (t) => {
  const args = ['status', '0'.repeat(32), '--endpoint', 'https://video.example.com'];
  const runs = await Promise.all([
    runReelsight(args, { env: { REELSIGHT_CLOUD: '' } }),
    runReelsight([...args, '--cloud', 'azure']),
    runReelsight(args, { env: { REELSIGHT_CLOUD: 'google', REELSIGHT_ID_TOKEN: 'ya29.token' } }),
    runReelsight([...args, '--cloud', 'google'], { env: { REELSIGHT_CLOUD: 'aws', REELSIGHT_ID_TOKEN: 'ya29.token' } }),
  ]);
  const words = [/does not show which cloud/, /Allowed choices are aws, google/, /no ID token/, /no ID token/];
  runs.forEach(({ status, stderr }, i) => {
    t.is(status, 2, stderr);
    t.regex(stderr, words[i]!);
    t.false(stderr.includes('ya29'));
  });
});
