import { spawn } from 'node:child_process';
import { env } from 'node:process';

/** What a program needs of a system: its libraries, and no tools, home or settings. */
const SYSTEM_FOLDERS = ['lib', 'lib64', 'usr/lib', 'usr/lib64'];

export interface SandboxOptions {
  /** An empty folder, or one to be made, that becomes the root. */
  readonly root: string;
  /** Folders of this machine by the place where they lie, read-only. */
  readonly folders: Readonly<Record<string, string>>;
  readonly user: number;
  readonly group: number;
  /** Where the program starts. */
  readonly cwd: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Before the process: for example `taskset -c 0`. */
  readonly prefix?: readonly string[];
  readonly stdio: readonly ('pipe' | 'ignore')[];
}

/**
 * Runs a program with a root of its own: those folders, 512 MB in /tmp, a user without rights, and nothing else of this
 * machine but its network and C libraries. Needs to be root.
 */
export function spawnSandboxed(options: SandboxOptions) {
  const { root, folders, user, group, cwd, command, environment, prefix = [], stdio } = options;
  const bind = (from: string, to: string) =>
    `mkdir -p "$R/${to}" && mount --bind "${from}" "$R/${to}" && mount -o remount,bind,ro,nosuid "$R/${to}"`;
  const script = [
    'set -e',
    'mount --make-rprivate /',
    'mkdir -p "$R" && mount -t tmpfs -o size=1m,mode=755 tmpfs "$R"',
    ...SYSTEM_FOLDERS.map((name) => `[ -d /${name} ] && { ${bind(`/${name}`, name)}; } || true`),
    ...Object.entries(folders).map(([to, from]) => bind(from, to)),
    'mkdir -p "$R/proc" "$R/dev" "$R/tmp"',
    'mount --rbind /proc "$R/proc"',
    'for device in null zero random urandom; do touch "$R/dev/$device"; mount --bind "/dev/$device" "$R/dev/$device"; done',
    'mount -t tmpfs -o size=512m,mode=1777 tmpfs "$R/tmp"',
    'mount -o remount,ro "$R"',
    'unshare=$(command -v unshare)',
    `exec env -i "$@" "$unshare" --root="$R" --wd=${cwd} --setgid=${group} --setuid=${user} ${command.join(' ')}`,
  ].join('\n');
  const settings = Object.entries(environment).map(([key, value]) => `${key}=${value}`);
  const [program, ...words] = [...prefix, 'unshare', '-m', 'sh', '-c', script, 'sh', ...settings];
  return spawn(program!, words, { env: { PATH: env['PATH'], R: root }, stdio: [...stdio] });
}
