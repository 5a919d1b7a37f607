import { join } from 'node:path';
import { LIMITS, limitOf, measurePackages, measureSources } from './packages.ts';

// Says how large is what is deployed, and fails when the cloud would not take it or starts would suffer: the functions and
// layers for AWS, or the sources of the functions for Google Cloud.
//
//   npx sls package --config serverless.aws.yml && npx tsx scripts/check-packages.ts [aws] [FOLDER]
//   npx sls package --config serverless.gcp.yml && npx tsx scripts/check-packages.ts gcp [FOLDER]

const megabytes = (sizeBytes: number) => `${(sizeBytes / 1e6).toFixed(1)} MB`;
const print = (line: string) => process.stdout.write(`${line}\n`);
const column = (sizeBytes: number) => megabytes(sizeBytes).padStart(12);

async function checkAws(folder = join(process.cwd(), '.serverless')): Promise<string[]> {
  const { zips, functions, problems } = await measurePackages(folder);
  print(`zip                     packed    unpacked   (at most ${megabytes(LIMITS.zipBytes)} packed)`);
  for (const { name, zipBytes, unpackedBytes } of zips)
    print(`${name.padEnd(18)}${column(zipBytes)}${column(unpackedBytes)}`);
  print(`\nfunction              unpacked, with layers   (at most ${megabytes(LIMITS.unpackedBytes)})`);
  for (const { name, unpackedBytes, layers } of functions)
    print(`${name.padEnd(18)}${column(unpackedBytes)}   ${layers.join(', ')}`);
  return problems;
}

async function checkGcp(folder = join(process.cwd(), '.build/gcp')): Promise<string[]> {
  const { zips, problems } = await measureSources(folder);
  print('source                  packed    unpacked     at most, packed');
  for (const { name, zipBytes, unpackedBytes } of zips)
    print(`${name.padEnd(18)}${column(zipBytes)}${column(unpackedBytes)}${column(limitOf(name))}`);
  return problems;
}

const [first, ...rest] = process.argv.slice(2);
const [cloud, folder] = first === 'aws' || first === 'gcp' ? [first, rest[0]] : ['aws', first];
const problems = await (cloud === 'gcp' ? checkGcp(folder) : checkAws(folder));
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
