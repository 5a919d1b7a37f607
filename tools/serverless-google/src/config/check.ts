import type { z } from 'zod';

/** Checks each of a section. Gives those that are right; of the others, `problems` gets what is wrong. */
export function checkAll<T extends z.ZodType>(
  schema: T,
  section: unknown,
  path: string,
  problems: string[],
): Record<string, z.output<T>> {
  const entries = Object.entries((section ?? {}) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    entries.flatMap(([key, value]): [string, z.output<T>][] => {
      const checked = check(schema, value, `${path}.${key}`, problems);
      return checked === undefined ? [] : [[key, checked]];
    }),
  );
}

/** Gives what is right, or nothing and adds to `problems` what is wrong, as `<path>: <expected>, received <value>`. */
export function check<T extends z.ZodType>(
  schema: T,
  value: unknown,
  path: string,
  problems: string[],
): z.output<T> | undefined {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  problems.push(...result.error.issues.map((issue) => sayIssue(issue, path)));
  return undefined;
}

function sayIssue(issue: z.core.$ZodIssue, path: string): string {
  const where = [path, ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys') return `${where}: there is no ${issue.keys.join(', ')} here`;
  if (issue.code === 'invalid_key') return `${where}: ${issue.issues.map(({ message }) => message).join(', ')}`;
  const received = issue.input === undefined ? 'nothing' : JSON.stringify(issue.input);
  const says = issue.code === 'invalid_union' ? sayUnion(issue) : issue.message;
  return `${where}: ${says}, received ${received}`;
}

/** Of the alternatives, what the nearest one misses. */
const sayUnion = (issue: z.core.$ZodIssueInvalidUnion): string => {
  const nearest = [...issue.errors].sort((a, b) => a.length - b.length || deepest(b) - deepest(a))[0] ?? [];
  return nearest.map((inner) => [...inner.path.map(String), inner.message].join(' ')).join('; ') || issue.message;
};

const deepest = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));
