import { failWith, WorkflowFault } from './errors.ts';
import type { Json } from './json.ts';
import { LIMITS } from './limits.ts';

/** What an execution's variables may hold together. */
export interface Memory {
  /** Bytes that came; negative ones went. */
  use(bytes: number): void;
}

export function createMemory(): Memory {
  let usedBytes = 0;
  return {
    use(bytes) {
      if (usedBytes + bytes > LIMITS.variableBytes)
        failWith('ResourceLimitError', `memory usage limit exceeded: ${LIMITS.variableBytes} bytes`);
      usedBytes += bytes;
    },
  };
}

const sizeOf = (value: Json | undefined): number =>
  value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));

/** Variables of a routine, or those that live only in an `except` or an iteration, inside of another scope. */
export class Scope {
  readonly #values = new Map<string, Json>();
  readonly #memory: Memory;
  readonly #outer: Scope | null;
  /** Of an iteration: which outer variables it may write. Null: all. */
  readonly #shared: ReadonlySet<string> | null;

  constructor(memory: Memory, outer: Scope | null = null, shared: ReadonlySet<string> | null = null) {
    this.#memory = memory;
    this.#outer = outer;
    this.#shared = shared;
  }

  get(name: string): Json | undefined {
    const value = this.#values.get(name);
    return value === undefined ? this.#outer?.get(name) : value;
  }

  /** Makes it a variable of this very scope. */
  declare(name: string, value: Json): void {
    this.#memory.use(sizeOf(value) - sizeOf(this.#values.get(name)));
    this.#values.set(name, value);
  }

  /** Writes the variable where it is, or makes it one of this scope. */
  assign(name: string, value: Json): void {
    let isBarred = false;
    for (let scope: Scope | null = this; scope; scope = scope.#outer) {
      if (scope.#values.has(name)) {
        if (isBarred)
          throw new WorkflowFault(`Variable ${name} is written in a parallel step that does not list it as shared`);
        scope.declare(name, value);
        return;
      }
      isBarred ||= scope.#shared !== null && !scope.#shared.has(name);
    }
    this.declare(name, value);
  }

  /** Gives the memory back. */
  close(): void {
    for (const value of this.#values.values()) this.#memory.use(-sizeOf(value));
    this.#values.clear();
  }
}
