import { createHash } from 'node:crypto';

/** `analyzeChunk` -> `analyze-chunk` */
export const kebab = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();

const HASH_LENGTH = 6;

/** Cuts a name down to `limit` characters: the end becomes a hash of the whole, so that two never become one. */
function shorten(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  return `${name.slice(0, limit - HASH_LENGTH - 1).replace(/-+$/, '')}-${hash}`;
}

/** Names of what belongs to a service at a stage. */
export function createNames(service: string, stage: string) {
  const prefix = `${kebab(service)}-${kebab(stage)}`;
  const full = (key: string) => `${prefix}-${kebab(key)}`;
  return {
    prefix,
    /** Also the name of its Cloud Run service, which may have 49 characters. */
    functionName: (key: string): string => shorten(full(key), 49),
    workflowName: (key: string): string => shorten(full(key), 64),
    /** 6 to 30 characters: https://cloud.google.com/iam/docs/service-accounts-create */
    accountId(key: string): string {
      const id = shorten(full(key), 30);
      return id.length < 6 ? `${id}-account` : id;
    },
  };
}
