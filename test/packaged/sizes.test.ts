import test from 'ava';
import { measurePackages } from '../../scripts/packages.ts';
import { packageService } from './package-service.ts';

for (const architecture of ['x86_64', 'arm64'])
  test(`${architecture}: zips and functions stay below the limits`, async (t) => {
    const folder = await packageService(architecture, { architecture });
    const { zips, functions, problems } = await measurePackages(folder);
    t.deepEqual(problems, []);
    t.deepEqual(
      functions.map(({ name, layers }) => [name, ...layers]),
      [
        ['plan', 'ffmpeg', 'ffprobe'],
        ['analyzeChunk', 'ffmpeg', 'inference'],
        ['assemble'],
        ['fail'],
        ['onUpload'],
        ['api'],
      ],
    );
    for (const { name, zipBytes, unpackedBytes } of zips)
      t.log(`${name}: ${zipBytes} packed, ${unpackedBytes} unpacked`);
    // Starting a function takes the longer, the more there is to load.
    for (const { zip } of functions) t.true(zips.find(({ name }) => name === zip)!.zipBytes < 1.6e6, zip);
  });
