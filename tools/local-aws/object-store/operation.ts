import type { Readable } from 'node:stream';
import type { Disk } from '../../local-shared/object-store/disk.ts';
import type { ObjectRecord } from '../../local-shared/object-store/records.ts';
import { fault } from './fault.ts';
import type { S3Request } from './request.ts';

/** What an operation answers. */
export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** XML, or the bytes of an object. */
  readonly body?: string | Readable;
}

export interface OperationContext {
  readonly disk: Disk;
  readonly nowMs: () => number;
  /** An object is there now. */
  readonly created: (bucket: string, record: ObjectRecord) => void;
}

export type Operation = (request: S3Request, context: OperationContext) => Promise<S3Answer> | S3Answer;

export const quote = (etag: string): string => `"${etag}"`;

const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';

export const contentTypeOf = ({ headers }: S3Request): string => headers.get('content-type') ?? DEFAULT_CONTENT_TYPE;

export function assertBucket({ bucket }: S3Request, disk: Disk): void {
  if (!disk.hasBucket(bucket)) throw fault('NoSuchBucket');
}

/** `If-None-Match: *`: only if there is no such object. */
export function assertMayWrite({ bucket, key, headers }: S3Request, disk: Disk): void {
  const condition = headers.get('if-none-match');
  if (condition !== undefined && condition !== '*')
    throw fault('NotImplemented', 'Writing with If-None-Match is implemented for * alone.');
  if (condition === '*' && disk.find(bucket, key)) throw fault('PreconditionFailed');
}
