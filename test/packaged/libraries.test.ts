import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { packageService } from './package-service.ts';

const execute = promisify(execFile);

/** What Amazon Linux 2023 has, which the runtime lies on. */
const SYSTEM = { GLIBC: '2.34', GLIBCXX: '3.4.29' };
/** `e_machine` of the ELF header. */
const MACHINES = { x86_64: 62, arm64: 183 };
/** The type of the program header that names the loader of libraries: static programs have none. */
const INTERPRETER = 3;

async function listPrograms(packages: string): Promise<{ path: string; bytes: Buffer }[]> {
  const programs: { path: string; bytes: Buffer }[] = [];
  for (const layer of ['ffmpeg', 'ffprobe', 'inference']) {
    const zip = join(packages, `${layer}.zip`);
    const { stdout } = await execute('unzip', ['-Z1', zip]);
    for (const path of stdout.split('\n').filter((name) => /\.node$|\.so(\.\d+)*$|bin\/ff(mpeg|probe)$/.test(name))) {
      const { stdout: bytes } = await execute('unzip', ['-p', zip, path], { encoding: 'buffer', maxBuffer: 3e8 });
      programs.push({ path, bytes });
    }
  }
  return programs;
}

const isNewer = (version: string, limit: string): boolean => version.localeCompare(limit, 'en', { numeric: true }) > 0;

function isStatic(bytes: Buffer): boolean {
  const [offset, size, count] = [Number(bytes.readBigUInt64LE(32)), bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
  return !Array.from({ length: count }, (_, i) => bytes.readUInt32LE(offset + i * size)).includes(INTERPRETER);
}

for (const architecture of ['x86_64', 'arm64'] as const)
  test(`${architecture}: programs and libraries are built for it, and ask no more of the system than it has`, async (t) => {
    const programs = await listPrograms(await packageService(architecture, { architecture }));
    t.deepEqual(programs.map(({ path }) => path.split('/').at(-1)).sort(), [
      'ffmpeg',
      'ffprobe',
      'libonnxruntime.so.1',
      'onnxruntime_binding.node',
    ]);
    for (const { path, bytes } of programs) {
      t.is(bytes.readUInt16LE(18), MACHINES[architecture], path);
      if (/ff(mpeg|probe)$/.test(path)) {
        t.true(isStatic(bytes), path);
        continue;
      }
      for (const [, library, version] of bytes.toString('latin1').matchAll(/\0(GLIBC|GLIBCXX)_(\d[\d.]*)(?=\0)/g))
        t.false(isNewer(version!, SYSTEM[library as keyof typeof SYSTEM]), `${path}: ${library}_${version}`);
    }
  });
