import test from 'ava';
import { testOffline } from '../contract/offline.ts';

await testOffline(test, {
  script: 'offline:gcp',
  options: async () => [],
  planned: /\(plan: 200, \d+ ms\)/g,
  outputs: [],
});
