import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { writeDemoClip } from '../../src/adapters/local/demo/clip.ts';
import { createAuthorizer } from '../../src/adapters/local/signing/index.ts';
import {
  analysisKey,
  deriveAnalysisId,
  findFfmpeg,
  fingerprintVideo,
  type Report,
  resolveOptions,
} from '../../src/core/index.ts';
import type { Deployed, SmokeCloud } from './cloud.ts';
import { expect, type RunCommand, say } from './commands.ts';

/** Until everything of a cloud knows who may call what. */
const ADMISSION_SECONDS = 300;
const UPLOAD_SECONDS = 300;
const LOOK_MS = 5_000;

export interface Trial {
  readonly cloud: Pick<SmokeCloud, 'scheme' | 'put' | 'has'>;
  readonly deployed: Deployed;
  /** For clips and reports. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly run: RunCommand;
}

/** Tries what a deployed service promises. Errors: an Error with what is not as it should be. */
export async function tryService(trial: Trial): Promise<void> {
  const { cloud, deployed, folder, environment } = trial;
  await tryAdmission(deployed.endpoint, environment);
  const { ffmpeg } = await findFfmpeg({ FFMPEG_PATH: environment['FFMPEG_PATH'] }, environment);
  const clip = await writeDemoClip(ffmpeg, folder, new AbortController().signal);
  const [here, there] = [join(folder, 'here'), join(folder, 'there')];
  await reelsight(trial, 'analyze', clip, '--out', here);
  await reelsight(trial, 'submit', clip, '--endpoint', deployed.endpoint, '--out', there);
  const expected = await readReport(here);
  expect(isDeepStrictEqual(await readReport(there), expected), "the report is this machine's, but for usage");
  say('putting the clip under videos/, which starts an analysis as well');
  const key = await tryUpload(trial, clip, expected);
  await tryCancel(trial, `${cloud.scheme}${deployed.bucket}/${key}`);
}

const reelsight = ({ run }: Trial, ...args: string[]) => run('npx', 'tsx', 'src/adapters/local/cli.ts', ...args);

/** Who signs is let in, as soon as the cloud knows of it; nobody else ever is. */
async function tryAdmission(endpoint: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const url = new URL(`${endpoint}/v1/openapi.json`);
  const { status } = await fetch(url);
  expect(status === 401 || status === 403, `an unsigned request is refused (${status})`);
  const authorizer = createAuthorizer({
    endpoint: new URL(endpoint),
    cloud: undefined,
    idToken: environment['REELSIGHT_ID_TOKEN'] || undefined,
    environment,
  });
  const ask = async () => {
    const headers = await authorizer.authorize({ method: 'GET', url, body: undefined });
    return (await fetch(url, { headers })).ok;
  };
  const isIn = await eventually(ADMISSION_SECONDS, ask);
  if (!isIn) say(authorizer.advice);
  expect(isIn, 'a signed request is accepted');
}

async function eventually(seconds: number, look: () => Promise<boolean>): Promise<boolean> {
  for (const endMs = Date.now() + seconds * 1000; ; await wait(LOOK_MS)) {
    if (await look()) return true;
    if (Date.now() > endMs) return false;
  }
}

/** A report without what is its run's alone. */
async function readReport(out: string) {
  const { usage: _, ...answer } = JSON.parse(await readFile(join(out, 'report.json'), 'utf8')) as Report;
  return answer;
}

type Answer = Awaited<ReturnType<typeof readReport>>;

/** What stays the same when the video has another name. */
const withoutName = ({ id: _, video, ...rest }: Answer) => ({ ...rest, video: { ...video, name: '' } });

/** An upload under `videos/` is an analysis under its own name, which nobody asked for. Gives its key. */
async function tryUpload(trial: Trial, clip: string, expected: Answer): Promise<string> {
  const { cloud, folder } = trial;
  const { endpoint, bucket } = trial.deployed;
  const bytes = await readFile(clip);
  const name = `uploaded ${expected.video.name}`;
  const read = async (offset: number, length: number) => bytes.subarray(offset, offset + length);
  const fingerprint = await fingerprintVideo(bytes.length, read);
  const id = deriveAnalysisId({ name, fingerprint }, resolveOptions({}), expected);
  await cloud.put(bucket, `videos/${name}`, bytes);
  const request = analysisKey(id, 'request.json');
  expect(await eventually(UPLOAD_SECONDS, () => cloud.has(bucket, request)), `the upload started the analysis ${id}`);
  const out = join(folder, 'uploaded');
  await reelsight(trial, 'status', id, '--watch', '--endpoint', endpoint);
  await reelsight(trial, 'result', id, '--endpoint', endpoint, '--out', out);
  const report = await readReport(out);
  expect(report.id === id && report.video.name === name, 'the report is that of the upload');
  expect(isDeepStrictEqual(withoutName(report), withoutName(expected)), 'it is the same but for the name');
  return `videos/${name}`;
}

async function tryCancel(trial: Trial, video: string): Promise<void> {
  const flags = ['--endpoint', trial.deployed.endpoint];
  const text = await reelsight(trial, 'submit', video, '--preset', 'fast', '--no-wait', '--json', ...flags);
  const { id } = JSON.parse(text) as { id: string };
  const told = await reelsight(trial, 'cancel', id, ...flags);
  const { status } = JSON.parse(await reelsight(trial, 'status', id, '--json', ...flags)) as { status: string };
  const wasOver = told.includes('was over before');
  if (wasOver) expect(status === 'succeeded', 'the analysis had ended before it could be cancelled, with a report');
  else expect(status === 'cancelled', 'the analysis is cancelled');
}
