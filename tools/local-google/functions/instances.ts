import {
  type DeployedFunction,
  type FunctionAnswer,
  type FunctionRequest,
  type Instance,
  startInstance,
} from './instance.ts';

export interface Instances {
  /** Has an instance answer; starts one when all are at work, up to the function's limit. */
  call(request: FunctionRequest, onDispatch?: (instance: Instance) => void): Promise<FunctionAnswer>;
  close(): Promise<void>;
}

/** How long Cloud Run keeps a request that finds no free instance: https://cloud.google.com/run/docs/about-concurrency */
const MAX_WAIT_MS = 10_000;

interface Slot {
  instance: Promise<Instance> | null;
  calls: number;
}

const say = (status: number, text: string): FunctionAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: Buffer.from(text),
});

/** The instances of a function, as Cloud Run keeps them: started when needed, each with so many requests at once. */
export function createInstances(deployed: DeployedFunction, onLine: (line: string) => void): Instances {
  const { concurrency, maxInstances } = deployed;
  const slots = Array.from({ length: maxInstances }, (): Slot => ({ instance: null, calls: 0 }));
  const waiting: (() => void)[] = [];
  let isClosed = false;

  /** One that runs and has room; else one that is to be started. */
  const findSlot = () => {
    const free = slots.filter(({ calls }) => calls < concurrency);
    return free.find(({ instance }) => instance !== null) ?? free[0];
  };

  async function takeSlot() {
    const deadlineMs = performance.now() + MAX_WAIT_MS;
    for (let slot = findSlot(); ; slot = findSlot()) {
      if (slot) {
        slot.calls++;
        return slot;
      }
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) return null;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Its instance, started when there is none or it has ended. */
  async function takeInstance(slot: Slot): Promise<Instance> {
    slot.instance ??= startInstance(deployed, onLine);
    const known = slot.instance;
    const instance = await known;
    if (instance.isAlive()) return instance;
    if (slot.instance === known) slot.instance = null;
    return takeInstance(slot);
  }

  return {
    async call(request, onDispatch) {
      const slot = await takeSlot();
      // As Google says it.
      if (!slot) return say(429, 'Rate exceeded.');
      try {
        if (isClosed) throw new Error('The local stack is closing.');
        const instance = await takeInstance(slot);
        onDispatch?.(instance);
        return await instance.call(request);
      } catch (cause) {
        slot.instance = null;
        if (!isClosed) onLine(`The instance is gone: ${(cause as Error).message}`);
        return say(
          503,
          'The request failed because either the HTTP response was malformed or connection to the instance had an error.',
        );
      } finally {
        slot.calls--;
        waiting.shift()?.();
      }
    },
    async close() {
      isClosed = true;
      await Promise.all(slots.map(async ({ instance }) => (await instance?.catch(() => null))?.close()));
    },
  };
}
