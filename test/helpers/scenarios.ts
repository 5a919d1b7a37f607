import type { ChildProcess } from 'node:child_process';
import type { Call, Faults, Scenario, StoreRequest } from '../contract/cloud-stack.ts';

/** Who knows which calls belong to which scenario of a stack that outlives them. */
export interface Scenarios<Answer> {
  begin(faults?: Faults<Answer>): Scenario;
  /** Has a call answered, unless the faults of its scenario do. `body`: what the function is sent. */
  call(
    call: Pick<Call, 'step' | 'index'>,
    body: unknown,
    invoke: (onProcess: (child: ChildProcess) => void) => Promise<Answer>,
  ): Promise<Answer>;
  intercept(request: StoreRequest): ReturnType<NonNullable<Faults<Answer>['intercept']>>;
  /** Told of each request that a role does not allow. */
  readonly refuse: (message: string) => void;
  /** Errors: when a role did not allow a request. */
  assertAllowed(): void;
}

/** An analysis belongs to the scenario in which it is first heard of; so does what has no analysis yet. */
export function createScenarios<Answer>(): Scenarios<Answer> {
  interface Entry extends Scenario {
    readonly faults: Faults<Answer>;
    readonly calls: Call[];
    readonly times: Map<string, number>;
  }
  const open = (faults: Faults<Answer>): Entry => ({ faults, calls: [], times: new Map() });
  const known = new Map<string, Entry>();
  const refused = new Set<string>();
  let current = open({});

  const find = (body: unknown): Entry => {
    const id = (body as { id?: unknown } | null)?.id;
    if (typeof id !== 'string') return current;
    if (!known.has(id)) known.set(id, current);
    return known.get(id)!;
  };

  return {
    begin(faults = {}) {
      current = open(faults);
      return current;
    },
    async call({ step, index }, body, invoke) {
      const { faults, calls, times } = find(body);
      const key = `${step} ${JSON.stringify(body)}`;
      times.set(key, (times.get(key) ?? 0) + 1);
      const call: Call = { step, index, time: times.get(key)! };
      calls.push(call);
      const forward = () => invoke((child) => faults.onProcess?.(call, child));
      return (await faults.onCall?.(call, forward)) ?? forward();
    },
    intercept: (request) => current.faults.intercept?.(request),
    refuse: (message) => void refused.add(message),
    assertAllowed() {
      if (refused.size > 0) throw new Error(`Refused: ${[...refused].join('; ')}`);
    },
  };
}
