import { randomUUID } from 'node:crypto';
import { isMainThread } from 'node:worker_threads';
import pMap from 'p-map';
import { chunkKey, type ObjectStore } from '../core/index.ts';
import { readDocument, type StepUsage, stepUsageSchema, writeDocument } from './documents.ts';
import { keysOf } from './keys.ts';
import type { Billing, Run } from './ports.ts';

/** Milliseconds that this function took to start: billed, and counted with its first step. */
let startUpMs = 0;

/** To be called at the end of a function's module: the clock counts from the start of its process, if it has its own. */
export function markStarted(): void {
  startUpMs = isMainThread ? performance.now() : 0;
}

/**
 * Does a step and records the usage that it is billed for, also when it fails: a failed job costs as well. Only a
 * function that is killed leaves no record. `chunkIndex`: a worker's record lies with its chunk, the one place where
 * it may write.
 */
export async function withUsage<T>(
  context: { readonly store: Pick<ObjectStore, 'put'>; readonly billing: Billing },
  run: Run,
  step: { readonly name: string; readonly chunkIndex?: number },
  work: () => Promise<T>,
): Promise<T> {
  const beforeMs = startUpMs;
  startUpMs = 0;
  const begunMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const write = (failed: boolean) => {
    const wallMs = beforeMs + performance.now() - begunMs;
    const cpu = process.cpuUsage(cpuBefore);
    const usage: StepUsage = {
      step: step.name,
      attempt: run.attempt,
      wallMs: Math.round(wallMs),
      cpuMs: Math.round((cpu.user + cpu.system) / 1000),
      gbSeconds: (wallMs / 1000) * (context.billing.memoryMb / 1024),
      failed,
    };
    const suffix = `usage-${randomUUID()}.json`;
    const key =
      step.chunkIndex === undefined
        ? `${keysOf(run.id).usage}${step.name}-${suffix}`
        : chunkKey(run.id, step.chunkIndex, `.${suffix}`);
    return writeDocument(context.store, key, usage);
  };
  try {
    const result = await work();
    // A usage record that cannot be kept is not a reason to do the work again, nor to hide what went wrong with it.
    await write(false).catch(() => {});
    return result;
  } catch (error) {
    await write(true).catch(() => {});
    throw error;
  }
}

const USAGE_KEY = /\/usage\/|\/chunks\/\d+\.usage-/;
const READ_CONCURRENCY = 32;
/** Usage records never change once written: a warm function reads each of them once. */
const MAX_KNOWN = 20_000;
const known = new Map<string, StepUsage>();

/** Reads the usage records of those keys that hold one. */
export async function readUsage(store: Pick<ObjectStore, 'get'>, keys: readonly string[]): Promise<StepUsage[]> {
  const wanted = keys.filter((key) => USAGE_KEY.test(key));
  if (known.size > MAX_KNOWN) known.clear();
  const unread = wanted.filter((key) => !known.has(key));
  const read = async (key: string) => void known.set(key, await readDocument(store, key, stepUsageSchema));
  await pMap(unread, read, { concurrency: READ_CONCURRENCY });
  return wanted.flatMap((key) => known.get(key) ?? []);
}

export interface Cost {
  readonly gbSeconds: number;
  readonly estimatedUsd: number;
}

/** What steps cost together: rounded to hundredths of a GB-second and millionths of a dollar. */
export function sumCost(steps: readonly StepUsage[], { priceOf }: Pick<Billing, 'priceOf'>): Cost {
  const gbSeconds = steps.reduce((sum, step) => sum + step.gbSeconds, 0);
  const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;
  return {
    gbSeconds: round(gbSeconds, 2),
    estimatedUsd: round(priceOf({ gbSeconds, steps: steps.length }), 6),
  };
}
