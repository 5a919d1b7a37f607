import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import packagedFfmpeg from '@ffmpeg-installer/ffmpeg';
import packagedFfprobe from '@ffprobe-installer/ffprobe';
import type { SmokeCloud } from './cloud.ts';
import { createRun, say } from './commands.ts';
import { tryService } from './try-service.ts';

const REMOVALS = 3;
const REMOVAL_PAUSE_MS = 30_000;

/** Deploys a stage of its own to a cloud, tries it, and removes it, whatever happens; `keep` leaves it there. */
export async function smokeTest(cloud: SmokeCloud, { keep }: { keep: boolean }): Promise<void> {
  const stage = `smoke-${randomBytes(3).toString('hex')}`;
  // This machine's analysis with the ffmpeg and ffprobe that are deployed: others may decode to other pictures.
  const deployedFfmpeg = process.env['REELSIGHT_DEPLOY_FFMPEG'] ?? packagedFfmpeg.path;
  const environment = {
    ...process.env,
    ...cloud.environment,
    FFMPEG_PATH: deployedFfmpeg,
    FFPROBE_PATH: process.env['REELSIGHT_DEPLOY_FFPROBE'] ?? packagedFfprobe.path,
  };
  const run = createRun(environment);
  const flags = ['--config', cloud.config, '--stage', stage, '--region', cloud.region];
  const sls = (command: string, ...more: string[]) => run('npx', 'sls', command, ...flags, ...more);
  const folder = await mkdtemp(join(tmpdir(), 'reelsight-smoke-'));
  let bucket: string | null = null;

  /** Never throws: what went wrong before is what counts. */
  async function removeAll(): Promise<void> {
    for (let tries = 1; tries <= REMOVALS; tries++)
      try {
        say('removing everything');
        await cloud.remove(stage, bucket, sls);
        return;
      } catch (error) {
        say(`not removed: ${error instanceof Error ? error.message : String(error)}`);
        if (tries < REMOVALS) await wait(REMOVAL_PAUSE_MS);
      }
    process.exitCode = 1;
    say('Something is left, and costs money. Remove it by hand:');
    sayHowToRemove();
  }

  function sayHowToRemove(): void {
    const { before, after } = cloud.removalByHand(stage, bucket);
    for (const command of [...before, `npx sls remove ${flags.join(' ')}`, ...after]) say(`  ${command}`);
  }

  try {
    say(`deploying the stage ${stage} to ${cloud.region}`);
    await sls('deploy', ...(cloud.deployFlags ?? []));
    const deployed = await cloud.find(stage);
    bucket = deployed.bucket;
    await tryService({ cloud, deployed, folder, environment, run });
    say('all of it works');
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    if (keep) {
      say('kept; it is removed by');
      sayHowToRemove();
    } else await removeAll();
  }
}
