import test from 'ava';
import { measureSources } from '../../../scripts/packages.ts';
import { packageSources } from '../package-service.ts';

test('sources stay below the limits', async (t) => {
  const { zips, problems } = await measureSources(await packageSources());
  t.deepEqual(problems, []);
  t.deepEqual(
    zips.map(({ name }) => name),
    ['analyzeChunk', 'api', 'assemble', 'fail', 'onUpload', 'plan'],
  );
  for (const { name, zipBytes, unpackedBytes } of zips) {
    t.log(`${name}: ${zipBytes} packed, ${unpackedBytes} unpacked`);
    t.true(unpackedBytes > zipBytes);
  }
});
