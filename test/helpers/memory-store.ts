import { type ObjectStore, ReelsightError } from '../../src/core/index.ts';

/** An object store that keeps copies in memory. */
export function createMemoryStore(): ObjectStore & {
  readonly keys: () => string[];
  readonly remove: (key: string) => void;
} {
  const objects = new Map<string, Uint8Array>();
  return {
    keys: () => [...objects.keys()],
    remove: (key) => void objects.delete(key),
    async put(key, bytes) {
      objects.set(key, Uint8Array.from(bytes));
    },
    async create(key, bytes) {
      if (objects.has(key)) return false;
      objects.set(key, Uint8Array.from(bytes));
      return true;
    },
    async get(key) {
      const bytes = objects.get(key);
      if (!bytes) throw new ReelsightError('not-found', `There is no object ${key}.`);
      return Uint8Array.from(bytes);
    },
    async *list(prefix) {
      for (const key of [...objects.keys()].filter((k) => k.startsWith(prefix)).sort())
        yield { key, sizeBytes: objects.get(key)!.length };
    },
  };
}
