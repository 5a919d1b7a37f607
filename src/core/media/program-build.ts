import { ReelsightError } from '../errors.ts';
import { type ChildProgram, queryProgram } from './child-process.ts';

/** Which build of ffmpeg or ffprobe reads strangers' bytes. */
export interface ProgramBuild {
  /** As the program prints it, for example `5.1.9` or `N-47683-g0e8eb07980-static`. */
  readonly version: string;
  /** The last year of its copyright, which its makers raise each January; null when it prints none. */
  readonly year: number | null;
}

/** ffmpeg's makers repair the newest releases; one has a new version every half a year, and holes are found each month. */
export const MAX_AGE_YEARS = 2;

/** What the first line of `-version` says (`ffmpeg version 7.1 Copyright (c) 2000-2024 ...`); null for other programs. */
export function readBanner(name: ChildProgram['name'], text: string): ProgramBuild | null {
  const line = text.split('\n', 1)[0] ?? '';
  const version = new RegExp(`^${name} version (\\S+)`).exec(line)?.[1];
  const year = /\(c\) \d{4}-(\d{4}) /.exec(line)?.[1];
  return version ? { version, year: year ? Number(year) : null } : null;
}

/** Asks a program which build it is. Errors: kind `environment` when it does not start or answers as another does. */
export async function inspectBuild(program: ChildProgram): Promise<ProgramBuild> {
  const build = readBanner(program.name, await queryProgram(program, ['-version']));
  if (build) return build;
  throw new ReelsightError(
    'environment',
    `${program.path} does not answer as ${program.name} does. Give the path of an ${program.name}.`,
  );
}

/** Whether a build of that year is surely older than MAX_AGE_YEARS: it may be of the year's last day. */
export const isOld = ({ year }: ProgramBuild, now: Date): boolean =>
  year !== null && now.getUTCFullYear() - year > MAX_AGE_YEARS;

/** The version and the year, for people. */
export const describeBuild = ({ version, year }: ProgramBuild): string =>
  year === null ? `${version}, of an unknown year` : `${version} of ${year}`;
