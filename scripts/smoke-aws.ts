/**
 * Tries Reelsight on a real AWS account, and cleans up: deploys a stage of its own, has a clip analysed through the API
 * and through an upload, holds the reports against this machine's, and removes everything. Costs a few cents.
 *
 *   npm run smoke:aws -- [--region eu-central-1] [--keep]
 *
 * Needs credentials that may deploy (AWS_PROFILE or the usual variables).
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DeleteObjectsCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { writeDemoClip } from '../src/adapters/local/demo/clip.ts';
import { findFfmpeg, parseConfig, type Report } from '../src/core/index.ts';

const { values } = parseArgs({
  options: { region: { type: 'string', default: 'us-east-1' }, keep: { type: 'boolean', default: false } },
});
const { region, keep } = values;
const stage = `smoke-${randomBytes(3).toString('hex')}`;
const folder = await mkdtemp(join(tmpdir(), 'reelsight-smoke-'));
const s3 = new S3Client({ region });
let bucket: string | null = null;

const say = (text: string) => void process.stderr.write(`== ${text}\n`);

/** Runs a command, shows what it says, and returns its standard output. */
function run(command: string, ...args: string[]): Promise<string> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, AWS_REGION: region },
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    process.stderr.write(part);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) =>
      status === 0 ? resolve(text) : reject(new Error(`${command} ${args.join(' ')} ended with ${status}`)),
    );
  });
}

const sls = (...args: string[]) =>
  run('npx', 'sls', ...args, '--config', 'serverless.aws.yml', '--stage', stage, '--region', region);
const reelsight = (...args: string[]) => run('npx', 'tsx', 'src/adapters/local/cli.ts', ...args);

async function readOutputs(): Promise<Record<string, string>> {
  const client = new CloudFormationClient({ region });
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: `reelsight-${stage}` }));
  return Object.fromEntries(Stacks![0]!.Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}

async function readReport(out: string): Promise<Omit<Report, 'usage'>> {
  const { usage: _, ...answer } = JSON.parse(await readFile(join(out, 'report.json'), 'utf8')) as Report;
  return answer;
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Not as it should be: ${what}`);
  say(`ok: ${what}`);
}

async function emptyBucket(name: string): Promise<void> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: name }))
    if (Contents.length > 0)
      await s3.send(
        new DeleteObjectsCommand({ Bucket: name, Delete: { Objects: Contents.map(({ Key }) => ({ Key: Key! })) } }),
      );
}

try {
  say(`deploying the stage ${stage} to ${region}`);
  await sls('deploy');
  const { HttpApiUrl: endpoint, BucketName } = await readOutputs();
  bucket = BucketName ?? null;
  expect((await fetch(`${endpoint}/v1/openapi.json`)).status === 403, 'who does not sign is refused');

  const { ffmpeg } = await findFfmpeg(parseConfig(process.env), process.env);
  const clip = await writeDemoClip(ffmpeg, folder, new AbortController().signal);
  const [here, there, result] = ['here', 'there', 'result'].map((name) => join(folder, name));
  await reelsight('analyze', clip, '--out', here!);
  await reelsight('submit', clip, '--endpoint', endpoint!, '--out', there!);
  const expected = await readReport(here!);
  expect(isDeepStrictEqual(await readReport(there!), expected), "the report is this machine's, but for usage");

  say('putting the clip under videos/, which starts an analysis as well');
  const Body = await readFile(clip);
  // The same name and content: the same analysis, whose report is there already. Another name is another analysis.
  await s3.send(new PutObjectCommand({ Bucket: bucket!, Key: `videos/${expected.video.name}`, Body }));
  await reelsight('result', expected.id, '--endpoint', endpoint!, '--out', result!);
  const { id } = JSON.parse(
    await reelsight(
      'submit',
      `s3://${bucket}/videos/${expected.video.name}`,
      '--preset',
      'fast',
      '--no-wait',
      '--json',
      '--endpoint',
      endpoint!,
    ),
  ) as { id: string };
  await reelsight('cancel', id, '--endpoint', endpoint!);
  say('all of it works');
} finally {
  await rm(folder, { recursive: true, force: true });
  if (keep) say(`kept: npx sls remove --config serverless.aws.yml --stage ${stage} --region ${region}`);
  else {
    say('removing everything');
    if (bucket) await emptyBucket(bucket);
    await sls('remove');
  }
}
