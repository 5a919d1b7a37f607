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
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DeleteObjectsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  waitUntilObjectExists,
} from '@aws-sdk/client-s3';
import packagedFfmpeg from '@ffmpeg-installer/ffmpeg';
import { writeDemoClip } from '../src/adapters/local/demo/clip.ts';
import {
  analysisKey,
  deriveAnalysisId,
  findFfmpeg,
  fingerprintVideo,
  type Report,
  resolveOptions,
} from '../src/core/index.ts';

const { values } = parseArgs({
  options: { region: { type: 'string', default: 'us-east-1' }, keep: { type: 'boolean', default: false } },
});
const { region, keep } = values;
const stage = `smoke-${randomBytes(3).toString('hex')}`;
const stackFlags = ['--config', 'serverless.aws.yml', '--stage', stage, '--region', region];
/** This machine's analysis with the ffmpeg of the layer: another version may decode to other pictures. */
const layerFfmpeg = process.env.REELSIGHT_DEPLOY_FFMPEG ?? packagedFfmpeg.path;
const environment = { ...process.env, AWS_REGION: region, FFMPEG_PATH: layerFfmpeg };
const s3 = new S3Client({ region });

const UPLOAD_SECONDS = 300;
const REMOVALS = 3;
const REMOVAL_PAUSE_MS = 30_000;

const say = (text: string) => void process.stderr.write(`== ${text}\n`);

/** Runs a command, shows what it says, and returns its standard output. */
function run(command: string, ...args: string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: environment });
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

const sls = (command: string) => run('npx', 'sls', command, ...stackFlags);
const reelsight = (...args: string[]) => run('npx', 'tsx', 'src/adapters/local/cli.ts', ...args);

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Not as it should be: ${what}`);
  say(`ok: ${what}`);
}

async function deploy(): Promise<{ endpoint: string; bucket: string }> {
  await sls('deploy');
  const client = new CloudFormationClient({ region });
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: `reelsight-${stage}` }));
  const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const [endpoint, bucket] = [outputs.get('HttpApiUrl'), outputs.get('BucketName')];
  if (!endpoint || !bucket) throw new Error(`The stack reelsight-${stage} does not tell its endpoint and bucket.`);
  return { endpoint, bucket };
}

/** A report without what is its run's alone. */
async function readReport(out: string) {
  const { usage: _, ...answer } = JSON.parse(await readFile(join(out, 'report.json'), 'utf8')) as Report;
  return answer;
}

type Answer = Awaited<ReturnType<typeof readReport>>;

/** What stays the same when the video has another name. */
const withoutName = ({ id: _, video, ...rest }: Answer) => ({ ...rest, video: { ...video, name: '' } });

/** An upload under `videos/` is an analysis under its own name, which nobody asked for. */
async function tryUpload(clip: string, expected: Answer, stack: { endpoint: string; bucket: string }, out: string) {
  const { endpoint, bucket } = stack;
  const bytes = await readFile(clip);
  const name = `uploaded ${expected.video.name}`;
  const read = async (offset: number, length: number) => bytes.subarray(offset, offset + length);
  const fingerprint = await fingerprintVideo(bytes.length, read);
  const id = deriveAnalysisId({ name, fingerprint }, resolveOptions({}), expected.models);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `videos/${name}`, Body: bytes }));
  await waitUntilObjectExists(
    { client: s3, maxWaitTime: UPLOAD_SECONDS },
    { Bucket: bucket, Key: analysisKey(id, 'request.json') },
  );
  say(`ok: the upload started the analysis ${id}`);
  await reelsight('status', id, '--watch', '--endpoint', endpoint);
  await reelsight('result', id, '--endpoint', endpoint, '--out', out);
  const report = await readReport(out);
  expect(report.id === id && report.video.name === name, 'the report is that of the upload');
  expect(isDeepStrictEqual(withoutName(report), withoutName(expected)), 'it is the same but for the name');
}

async function tryCancel(video: string, endpoint: string): Promise<void> {
  const flags = ['--endpoint', endpoint];
  const text = await reelsight('submit', video, '--preset', 'fast', '--no-wait', '--json', ...flags);
  const { id } = JSON.parse(text) as { id: string };
  const told = await reelsight('cancel', id, ...flags);
  const { status } = JSON.parse(await reelsight('status', id, '--json', ...flags)) as { status: string };
  const wasOver = told.includes('was over before');
  if (wasOver) expect(status === 'succeeded', 'the analysis had ended before it could be cancelled, with a report');
  else expect(status === 'cancelled', 'the analysis is cancelled');
}

async function tryAll(folder: string, stack: { endpoint: string; bucket: string }): Promise<void> {
  const { endpoint, bucket } = stack;
  expect((await fetch(`${endpoint}/v1/openapi.json`)).status === 403, 'who does not sign is refused');
  const { ffmpeg } = await findFfmpeg({ FFMPEG_PATH: environment.FFMPEG_PATH }, environment);
  const clip = await writeDemoClip(ffmpeg, folder, new AbortController().signal);
  const [here, there] = [join(folder, 'here'), join(folder, 'there')];
  await reelsight('analyze', clip, '--out', here);
  await reelsight('submit', clip, '--endpoint', endpoint, '--out', there);
  const expected = await readReport(here);
  expect(isDeepStrictEqual(await readReport(there), expected), "the report is this machine's, but for usage");
  say('putting the clip under videos/, which starts an analysis as well');
  await tryUpload(clip, expected, stack, join(folder, 'uploaded'));
  await tryCancel(`s3://${bucket}/videos/uploaded ${expected.video.name}`, endpoint);
}

async function emptyBucket(name: string): Promise<void> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: name })) {
    if (Contents.length === 0) continue;
    const Objects = Contents.map(({ Key }) => ({ Key: Key! }));
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: name, Delete: { Objects } }));
    if (Errors[0]) throw new Error(`${Errors.length} objects were not deleted: ${Errors[0].Code} ${Errors[0].Key}`);
  }
}

/** Never throws: what went wrong before is what counts. Functions may still write, which keeps the bucket from going. */
async function removeAll(bucket: string | null): Promise<void> {
  for (let tries = 1; tries <= REMOVALS; tries++)
    try {
      say('removing everything');
      if (bucket) await emptyBucket(bucket).catch((error: unknown) => refuseUnlessGone(error));
      await sls('remove');
      return;
    } catch (error) {
      say(`not removed: ${error instanceof Error ? error.message : String(error)}`);
      if (tries < REMOVALS) await wait(REMOVAL_PAUSE_MS);
    }
  process.exitCode = 1;
  say('Something is left, and costs money. Remove it by hand:');
  sayHowToRemove(bucket);
}

function refuseUnlessGone(error: unknown): void {
  if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error;
}

function sayHowToRemove(bucket: string | null): void {
  if (bucket) say(`  aws s3 rm s3://${bucket} --recursive --region ${region}`);
  say(`  npx sls remove ${stackFlags.join(' ')}`);
}

const folder = await mkdtemp(join(tmpdir(), 'reelsight-smoke-'));
let bucket: string | null = null;
try {
  say(`deploying the stage ${stage} to ${region}`);
  const stack = await deploy();
  bucket = stack.bucket;
  await tryAll(folder, stack);
  say('all of it works');
} finally {
  await rm(folder, { recursive: true, force: true }).catch(() => {});
  if (keep) {
    say('kept; it is removed by');
    sayHowToRemove(bucket);
  } else await removeAll(bucket);
}
