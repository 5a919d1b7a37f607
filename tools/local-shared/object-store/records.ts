import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface ObjectRecord {
  readonly key: string;
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  readonly contentType: string;
  readonly modifiedMs: number;
  /** What else a cloud's store keeps of an object. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Name of the file with its bytes. */
  readonly file: string;
}

const RECORD_NAME = /^[0-9a-f]{64}\.json$/;
const BYTES_NAME = /^[0-9a-f-]{36}\.bytes$/;

export const recordName = (key: string): string => `${createHash('sha256').update(key).digest('hex')}.json`;
export const newBytesName = (): string => `${randomUUID()}.bytes`;

/** What a folder holds from before, by bucket and key. Bytes that a crash left without a record are deleted. */
export function loadBuckets(folder: string): Map<string, Map<string, ObjectRecord>> {
  const buckets = new Map<string, Map<string, ObjectRecord>>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const names = readdirSync(join(folder, entry.name));
    const records = names
      .filter((name) => RECORD_NAME.test(name))
      .map((name) => JSON.parse(readFileSync(join(folder, entry.name, name), 'utf8')) as ObjectRecord);
    const files = new Set(records.map(({ file }) => file));
    for (const name of names)
      if (BYTES_NAME.test(name) && !files.has(name)) rmSync(join(folder, entry.name, name), { force: true });
    buckets.set(entry.name, new Map(records.map((record) => [record.key, record])));
  }
  return buckets;
}
