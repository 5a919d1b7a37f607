import type { RangeFaults } from '../../local-shared/object-store/range.ts';

/** Cloud Storage's answers to what it refuses: HTTP status, reason of the JSON API, code of the XML API, and message. */
const FAULTS = {
  forbidden: [403, 'forbidden', 'AccessDenied', 'Access denied.'],
  anonymous: [401, 'required', 'AuthenticationRequired', 'Anonymous caller does not have access to it.'],
  authError: [401, 'authError', 'AuthenticationRequired', 'Invalid Credentials'],
  expired: [400, 'badRequest', 'ExpiredToken', 'Invalid argument.'],
  badSignature: [
    400,
    'badRequest',
    'AuthorizationQueryParametersError',
    'X-Goog-Date and X-Goog-Expires must be a time and a number of seconds up to 604800.',
  ],
  noBucket: [404, 'notFound', 'NoSuchBucket', 'The specified bucket does not exist.'],
  noObject: [404, 'notFound', 'NoSuchKey', 'The specified key does not exist.'],
  noUpload: [404, 'notFound', 'NoSuchUpload', 'The requested upload was not found.'],
  bucketExists: [
    409,
    'conflict',
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
  ],
  conditionNotMet: [
    412,
    'conditionNotMet',
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold.',
  ],
  badRange: [416, 'requestedRangeNotSatisfiable', 'InvalidRange', 'The requested range cannot be satisfied.'],
  badDigest: [400, 'invalid', 'BadDigest', 'The checksum that was given does not match the bytes that came.'],
  incomplete: [400, 'badRequest', 'IncompleteBody', 'The body is shorter than it was told to be, or malformed.'],
  invalid: [400, 'invalid', 'InvalidArgument', 'Invalid argument.'],
  badName: [400, 'invalid', 'InvalidBucketName', 'The specified bucket is not valid.'],
  keyTooLong: [400, 'invalid', 'KeyTooLong', 'The object name is longer than 1024 bytes.'],
  badUri: [400, 'invalid', 'InvalidURI', 'The path cannot be decoded.'],
  malformedXml: [
    400,
    'invalid',
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema.',
  ],
  badPart: [
    400,
    'invalid',
    'InvalidPart',
    'One or more of the specified parts could not be found, or has another entity tag.',
  ],
  badPartOrder: [400, 'invalid', 'InvalidPartOrder', 'The list of parts was not in ascending order.'],
  smallPart: [400, 'invalid', 'EntityTooSmall', 'Your proposed upload is smaller than the minimum object size.'],
  internal: [500, 'internalError', 'InternalError', 'We encountered an internal error. Please try again.'],
  notImplemented: [501, 'notImplemented', 'NotImplemented', 'This store does not implement it.'],
} as const satisfies Record<string, readonly [number, string, string, string]>;

export type FaultName = keyof typeof FAULTS;

/** An answer of Cloud Storage that refuses. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly status: number;
  /** In the JSON API. */
  readonly reason: string;
  /** In the XML API. */
  readonly code: string;

  constructor(status: number, reason: string, code: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.code = code;
  }
}

export function fault(name: FaultName, message?: string): StoreFault {
  const [status, reason, code, usual] = FAULTS[name];
  return new StoreFault(status, reason, code, message ?? usual);
}

export const RANGE_FAULTS: RangeFaults = {
  several: () => fault('notImplemented', 'Several ranges at once are not implemented.'),
  unsatisfiable: () => fault('badRange'),
};
