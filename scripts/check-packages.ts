import { join } from 'node:path';
import { LIMITS, measurePackages } from './packages.ts';

// Says how large the packed functions and layers are, and fails when Lambda would not take them or starts would suffer.
//
//   npx sls package --config serverless.aws.yml && npx tsx scripts/check-packages.ts [FOLDER]

const megabytes = (sizeBytes: number) => `${(sizeBytes / 1e6).toFixed(1)} MB`;

const { zips, functions, problems } = await measurePackages(process.argv[2] ?? join(process.cwd(), '.serverless'));
const print = (line: string) => process.stdout.write(`${line}\n`);
print(`zip                   packed    unpacked   (at most ${megabytes(LIMITS.zipBytes)} packed)`);
for (const { name, zipBytes, unpackedBytes } of zips)
  print(`${name.padEnd(18)}${megabytes(zipBytes).padStart(10)}${megabytes(unpackedBytes).padStart(12)}`);
print(`\nfunction            unpacked, with layers   (at most ${megabytes(LIMITS.unpackedBytes)})`);
for (const { name, unpackedBytes, layers } of functions)
  print(`${name.padEnd(18)}${megabytes(unpackedBytes).padStart(10)}   ${layers.join(', ')}`);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
