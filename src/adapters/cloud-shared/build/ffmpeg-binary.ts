import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { ReelsightError } from '../../../core/index.ts';
import { findNpmPackage } from './npm-package.ts';

export type Architecture = 'x86_64' | 'arm64';

/** Node's and npm's name of a processor. */
export const nodeArchOf = (architecture: Architecture): 'x64' | 'arm64' =>
  architecture === 'x86_64' ? 'x64' : 'arm64';

/** `e_machine` of the ELF header. */
const ELF_MACHINES: Readonly<Record<number, Architecture>> = { 62: 'x86_64', 183: 'arm64' };

/** What is deployed of ffmpeg, and the variable that names a build of one's own. */
export const VARIABLES = { ffmpeg: 'REELSIGHT_DEPLOY_FFMPEG', ffprobe: 'REELSIGHT_DEPLOY_FFPROBE' } as const;

export type DeployedProgram = keyof typeof VARIABLES;

/** A static Linux build of one's own, instead of the packaged one; undefined: none was named. */
export const findOwnBinary = (
  program: DeployedProgram,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined => environment[VARIABLES[program]] || undefined;

/** Finds the program that is deployed. Errors: kind `input` for one of one's own that cannot run there. */
export async function locateBinary(options: {
  program: DeployedProgram;
  root: string;
  architecture: Architecture;
  ownBinary: string | undefined;
  downloads: string;
}): Promise<string> {
  const { program, root, architecture, ownBinary, downloads } = options;
  const from =
    ownBinary ??
    join(await findNpmPackage(root, `@${program}-installer/linux-${nodeArchOf(architecture)}`, downloads), program);
  const found = await readElfMachine(program, from);
  if (found !== architecture)
    throw new ReelsightError(
      'input',
      `The ${program} to deploy, ${from}, is ${found === null ? 'not a 64-bit Linux program for x86-64 or arm64' : `built for ${found}`}; the functions run on ${architecture}. Name a static Linux build for ${architecture} in ${VARIABLES[program]}, or unset it.`,
    );
  return from;
}

async function readElfMachine(program: DeployedProgram, path: string): Promise<Architecture | null> {
  const file = await open(path).catch((cause: unknown) => {
    throw new ReelsightError(
      'input',
      `The ${program} to deploy cannot be read: ${path}. Correct ${VARIABLES[program]}.`,
      {
        cause,
      },
    );
  });
  try {
    const header = Buffer.alloc(20);
    await file.read(header, 0, header.length, 0);
    const isElf64 = header.subarray(0, 5).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2]));
    return isElf64 ? (ELF_MACHINES[header.readUInt16LE(18)] ?? null) : null;
  } finally {
    await file.close();
  }
}
