import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ObjectRecord } from './records.ts';
import { loadBuckets, newBytesName, recordName } from './records.ts';

/** Bytes that lie on the disk and belong to no object yet. */
export interface ReceivedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly md5: string;
}

/** Writes a stream to a new file. `check` may throw once all is there; then, and when the stream breaks, nothing stays. */
export type Receiver = (
  blocks: AsyncIterable<Uint8Array>,
  check?: (sizeBytes: number) => void,
) => Promise<ReceivedFile>;

export interface Disk {
  readonly receive: Receiver;
  createBucket(bucket: string): void;
  hasBucket(bucket: string): boolean;
  find(bucket: string, key: string): ObjectRecord | undefined;
  list(bucket: string): Iterable<ObjectRecord>;
  /** Makes received bytes an object, at once: nothing can come between a look at what is there and this. */
  commit(bucket: string, received: ReceivedFile, record: Omit<ObjectRecord, 'file' | 'sizeBytes'>): ObjectRecord;
  /** Bytes [start, end) of an object; it may be replaced meanwhile. */
  read(bucket: string, record: ObjectRecord, start: number, end: number): Readable;
  remove(bucket: string, key: string): void;
}

/** For the parts of an object that are not joined yet; no bucket has such a name. */
const TEMPORARY = '.tmp';

/**
 * Objects as files: `<bucket>/<hash of the key>.json` tells what an object is, and which file has its bytes. Keys are
 * not paths, because `a` and `a/b` may both be objects, and a key may be longer than a name or hold anything.
 */
export function openDisk(folder: string): Disk {
  rmSync(join(folder, TEMPORARY), { recursive: true, force: true });
  mkdirSync(join(folder, TEMPORARY), { recursive: true });
  const buckets = loadBuckets(folder);
  const objectsOf = (bucket: string) => buckets.get(bucket) ?? new Map<string, ObjectRecord>();

  return {
    async receive(blocks, check) {
      const path = join(folder, TEMPORARY, randomUUID());
      const md5 = createHash('md5');
      let sizeBytes = 0;
      async function* measure() {
        for await (const block of blocks) {
          md5.update(block);
          sizeBytes += block.length;
          yield block;
        }
      }
      try {
        await pipeline(measure, createWriteStream(path));
        check?.(sizeBytes);
        return { path, sizeBytes, md5: md5.digest('hex') };
      } catch (cause) {
        await rm(path, { force: true });
        throw cause;
      }
    },
    createBucket(bucket) {
      mkdirSync(join(folder, bucket));
      buckets.set(bucket, new Map());
    },
    hasBucket: (bucket) => buckets.has(bucket),
    find: (bucket, key) => objectsOf(bucket).get(key),
    list: (bucket) => objectsOf(bucket).values(),
    commit(bucket, { path, sizeBytes }, facts) {
      const record: ObjectRecord = { ...facts, sizeBytes, file: newBytesName() };
      const before = objectsOf(bucket).get(record.key);
      const recordPath = join(folder, bucket, recordName(record.key));
      renameSync(path, join(folder, bucket, record.file));
      writeFileSync(`${path}.json`, JSON.stringify(record));
      renameSync(`${path}.json`, recordPath);
      objectsOf(bucket).set(record.key, record);
      if (before) rmSync(join(folder, bucket, before.file), { force: true });
      return record;
    },
    read(bucket, { file }, start, end) {
      // Opened now: who reads an object that is replaced gets what it was.
      const fd = openSync(join(folder, bucket, file), 'r');
      return createReadStream('', { fd, start, end: end - 1 });
    },
    remove(bucket, key) {
      const record = objectsOf(bucket).get(key);
      if (!record) return;
      objectsOf(bucket).delete(key);
      rmSync(join(folder, bucket, recordName(key)), { force: true });
      rmSync(join(folder, bucket, record.file), { force: true });
    },
  };
}
