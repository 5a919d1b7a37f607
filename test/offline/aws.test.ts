import test from 'ava';
import { findFreePort } from '../../tools/local-shared/free-port.ts';
import { testOffline } from '../contract/offline.ts';

await testOffline(test, {
  script: 'offline:aws',
  options: async () => ['--lambdaPort', String(await findFreePort())],
  planned: /\(λ: plan\)/g,
  outputs: ['.build/esbuild'],
});
