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

/** Finds the ffmpeg that is deployed. Errors: kind `input` for a REELSIGHT_DEPLOY_FFMPEG that cannot run there. */
export async function locateFfmpegBinary(options: {
  root: string;
  architecture: Architecture;
  /** A static Linux build of one's own, instead of the packaged one. */
  ownBinary: string | undefined;
  downloads: string;
}): Promise<string> {
  const { root, architecture, ownBinary, downloads } = options;
  const from =
    ownBinary ??
    join(await findNpmPackage(root, `@ffmpeg-installer/linux-${nodeArchOf(architecture)}`, downloads), 'ffmpeg');
  const found = await readElfMachine(from);
  if (found !== architecture)
    throw new ReelsightError(
      'input',
      `The ffmpeg to deploy, ${from}, is ${found === null ? 'not a 64-bit Linux program for x86-64 or arm64' : `built for ${found}`}; the functions run on ${architecture}. Name a static Linux build for ${architecture} in REELSIGHT_DEPLOY_FFMPEG, or unset it.`,
    );
  return from;
}

async function readElfMachine(path: string): Promise<Architecture | null> {
  const file = await open(path).catch((cause: unknown) => {
    throw new ReelsightError(
      'input',
      `The ffmpeg to deploy cannot be read: ${path}. Correct REELSIGHT_DEPLOY_FFMPEG.`,
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
