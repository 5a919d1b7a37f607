import type { Readable } from 'node:stream';
import type { Disk } from '../../local-shared/object-store/disk.ts';
import type { ObjectRecord } from '../../local-shared/object-store/records.ts';
import { fault } from './fault.ts';
import type { StoreRequest } from './request.ts';

/** What an operation answers. */
export interface StoreAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** JSON, XML, or the bytes of an object. */
  readonly body?: object | string | Readable;
}

export interface OperationContext {
  readonly disk: Disk;
  readonly nowMs: () => number;
  /** Greater than every one before. */
  readonly nextGeneration: () => string;
  /** An object is there now. */
  readonly created: (bucket: string, record: ObjectRecord) => void;
}

export type Operation = (request: StoreRequest, context: OperationContext) => Promise<StoreAnswer> | StoreAnswer;

/** What Cloud Storage keeps of an object beside its bytes. */
export interface ObjectDetails {
  readonly generation: string;
  /** In base64. */
  readonly crc32c: string;
  /** In base64; null for what was uploaded in parts. */
  readonly md5: string | null;
  readonly customTime: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export const detailsOf = (record: ObjectRecord): ObjectDetails => record.details as unknown as ObjectDetails;

export function assertBucket({ bucket }: StoreRequest, disk: Disk): void {
  if (!disk.hasBucket(bucket)) throw fault('noBucket');
}

/** The object, in the generation that the request names; without a name, the one that is there. */
export function findObject({ bucket, key, query }: StoreRequest, disk: Disk): ObjectRecord {
  const record = disk.find(bucket, key);
  const asked = query.get('generation');
  if (!record || (asked !== undefined && asked !== detailsOf(record).generation)) throw fault('noObject');
  return record;
}

/** `ifGenerationMatch` in the query, `x-goog-if-generation-match` as a header: 0 means that there must be no object. */
export function assertGeneration({ bucket, key, query, headers }: StoreRequest, disk: Disk): void {
  const asked = query.get('ifGenerationMatch') ?? headers.get('x-goog-if-generation-match');
  if (asked === undefined) return;
  const record = disk.find(bucket, key);
  if (asked !== (record ? detailsOf(record).generation : '0')) throw fault('conditionNotMet');
}
