import type { ChildProcess } from 'node:child_process';
import type { ObjectStore } from '../../src/core/index.ts';
import type { ApiClient } from '../helpers/api-client.ts';

/** A call of a step's function. */
export interface Call {
  readonly step: 'plan' | 'analyzeChunk' | 'assemble' | 'fail' | 'onUpload' | 'api';
  /** Of the chunk, when it is about one. */
  readonly index: number | null;
  /** From 1: how often this function was called for the same. */
  readonly time: number;
}

/** What the store hands over of a request before it serves it. */
export interface StoreRequest {
  readonly method: string;
  readonly key: string;
  /** Path and query. */
  readonly url: string;
}

export type StoreFault =
  | { readonly delayMs: number; readonly interruptAfterBytes?: number }
  | { readonly status: number; readonly code: string; readonly message: string };

/** What goes wrong, in the words of every cloud. `Answer`: of a function, as the cloud's engine sees it. */
export interface Faults<Answer> {
  /** Before a function is called: may answer itself, call it more often, or wait. */
  readonly onCall?: (call: Call, invoke: () => Promise<Answer>) => Promise<Answer> | undefined;
  /** Once a process works on the call. */
  readonly onProcess?: (call: Call, child: ChildProcess) => void;
  readonly intercept?: (request: StoreRequest) => StoreFault | undefined;
}

/** What becomes of one analysis, while others may still end. */
export interface Scenario {
  /** Every call for it so far, in order. */
  readonly calls: readonly Call[];
}

/** A whole deployment on the loopback interface. */
export interface CloudStack<Answer> extends ApiClient {
  /** From here on these faults happen, to the store and to the analyses that are new. */
  begin(faults?: Faults<Answer>): Scenario;
  /** Ends the functions' processes: the next calls meet cold ones. */
  restartFunctions(): Promise<void>;
  /** As the user of this machine, who may do everything. */
  readonly store: ObjectStore;
  /** Puts a file into the bucket; returns its address. */
  put(key: string, bytes: Uint8Array): Promise<string>;
  /** Errors: when a function asked for more than its role allows. */
  close(): Promise<void>;
}

interface PlatformFailure<Answer> {
  readonly answer: Answer;
  readonly tries: number;
}

/** A cloud, as the suite of analyses needs it. */
export interface CloudUnderTest<Answer> {
  readonly name: string;
  /** What its reports say that they were made by. */
  readonly engine: string;
  readonly open: () => Promise<CloudStack<Answer>>;
  /** How its platform says that it has no room for a call: by throwing, or by an answer. */
  readonly turnAway: () => Answer;
  /** How an engine hears of an error that a function's step throws. */
  readonly thrown: (error: Error) => Answer;
  /** What its platform says of a function that it ended, and how often the step is tried then. */
  readonly ended: Readonly<Record<'outOfMemory' | 'outOfTime' | 'faulty', PlatformFailure<Answer>>>;
  /** How its store says that a link ran out. */
  readonly expired: StoreFault;
  readonly busy: StoreFault;
}
