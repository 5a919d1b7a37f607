/** google.rpc.Code, by the status of HTTP that it travels with. */
const STATUS = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  NOT_FOUND: 404,
  UNIMPLEMENTED: 501,
  INTERNAL: 500,
} as const;

export type FaultStatus = keyof typeof STATUS;

/** A refusal in the words of Google's APIs. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';
  readonly status: FaultStatus;

  constructor(status: FaultStatus, message: string) {
    super(message);
    this.status = status;
  }

  /** Of HTTP. */
  get code(): number {
    return STATUS[this.status];
  }

  /** google.rpc.Status, as JSON. */
  get body(): object {
    return { error: { code: this.code, message: this.message, status: this.status } };
  }
}
