import { type ErrorKind, ReelsightError } from '../../core/index.ts';

type FileAction = 'read' | 'write';

const ADVICE: Readonly<Record<string, { kind: ErrorKind; problem: string }>> = {
  ENOENT: { kind: 'not-found', problem: 'there is no such file or folder' },
  EACCES: { kind: 'input', problem: 'permission was denied' },
  EPERM: { kind: 'input', problem: 'permission was denied' },
  EROFS: { kind: 'input', problem: 'the disk is read-only' },
  EISDIR: { kind: 'input', problem: 'it is a folder' },
  ENOTDIR: { kind: 'input', problem: 'a part of the path is a file, not a folder' },
  EEXIST: { kind: 'input', problem: 'something else has that name' },
  ELOOP: { kind: 'input', problem: 'the symbolic links go in a circle' },
  ENAMETOOLONG: { kind: 'input', problem: 'the name is too long' },
  ERR_INVALID_ARG_VALUE: { kind: 'input', problem: 'the name holds a character that no path may hold' },
  ENOSPC: { kind: 'storage', problem: 'the disk is full; free some space or choose another disk with --out' },
  EDQUOT: { kind: 'storage', problem: 'the disk quota is used up; free some space or choose another disk with --out' },
  EMFILE: { kind: 'storage', problem: 'too many files are open' },
};

/** Whether a server on the web says that a URL may not be read, or may no longer be. */
export const isDenied = (status: number): boolean => status === 401 || status === 403;

/** Signed URLs carry their credentials behind the question mark. */
export const hideQuery = (address: string): string => address.replace(/\?.*$/s, '?...');

const MAX_SHOWN = 200;

/** What the user named, for a message: not too long, and of what may be a signed URL nothing behind the question mark. */
export function quoteName(name: string): string {
  const plain = /^[a-z][a-z0-9+.-]*:\//i.test(name) ? hideQuery(name) : name;
  return JSON.stringify(plain.length > MAX_SHOWN ? `${plain.slice(0, MAX_SHOWN)}...` : plain);
}

/** Maps an error of Node's file system to the one error type, by its code. */
export function mapFileError(cause: unknown, action: FileAction, path: string): ReelsightError {
  if (cause instanceof ReelsightError) return cause;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  const known = ADVICE[code];
  const shown = quoteName(path);
  const problem = known?.problem ?? (cause instanceof Error ? cause.message : String(cause));
  return new ReelsightError(known?.kind ?? 'storage', `Cannot ${action} ${shown}: ${problem}.`, {
    cause,
    context: { code },
  });
}

/** Exit statuses: 1 the work failed, 2 the command or its input is wrong, 130 interrupted. */
const EXIT_STATUS: Readonly<Record<ErrorKind, number>> = {
  input: 2,
  'not-found': 2,
  denied: 1,
  conflict: 1,
  unsupported: 2,
  environment: 1,
  model: 1,
  storage: 1,
  decode: 1,
  cancelled: 130,
  internal: 1,
};

export const exitStatusOf = (error: unknown): number => (error instanceof ReelsightError ? EXIT_STATUS[error.kind] : 1);
