import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeBuild, inspectBuild, isOld, type Log, MAX_AGE_YEARS, type ProgramBuild } from '../../../core/index.ts';
import { type DeployedProgram, VARIABLES } from './ffmpeg-binary.ts';

/** A program as it was found and as it is deployed. */
export interface DeployedFile {
  /** Where it was found: in an npm package, or a build of one's own. */
  readonly from: string;
  /** Where it was laid out, executable. */
  readonly laidOut: string;
}

/**
 * Says which ffmpeg and ffprobe will read strangers' videos, and warns of old ones. What does not start on this machine,
 * as it is built for another, is known by the date of its npm package alone.
 */
export async function logBuilds(
  files: Readonly<Record<DeployedProgram, DeployedFile>>,
  log: Log,
  now = new Date(),
): Promise<void> {
  for (const program of ['ffmpeg', 'ffprobe'] as const) {
    const variable = VARIABLES[program];
    const build = (await ask(program, files[program].laidOut)) ?? (await readPackage(program, files[program].from));
    const what = `${program} that reads strangers' videos:`;
    if (!build) log.warn(`${what} its version cannot be told here. Make sure that ${variable} names a current build.`);
    else if (isOld(build, now))
      log.warn(
        `${what} ${describeBuild(build)}, older than ${MAX_AGE_YEARS} years: it lacks security fixes since. Name a current static Linux build in ${variable}.`,
      );
    else log.info(`${what} ${describeBuild(build)}`);
  }
}

const ask = (program: DeployedProgram, path: string): Promise<ProgramBuild | null> =>
  inspectBuild({ name: program, path, environment: {} }).catch(() => null);

/** The installer packages name the build by its date and commit: `20181210-g0e8eb07980`. */
async function readPackage(program: DeployedProgram, path: string): Promise<ProgramBuild | null> {
  const text = await readFile(join(dirname(path), 'package.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const { name, [program]: version } = JSON.parse(text) as Record<string, unknown>;
  if (!String(name).startsWith(`@${program}-installer/`) || typeof version !== 'string') return null;
  const year = /^(\d{4})\d{4}-/.exec(version)?.[1];
  return { version, year: year ? Number(year) : null };
}
