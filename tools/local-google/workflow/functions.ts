import { failWith } from './errors.ts';
import { isMap, type Json, typeOf } from './json.ts';

/** What functions of the standard library ask of the world. */
export interface Environment {
  /** Environment variables: those of the workflow and those that Google sets. */
  readonly variables: Readonly<Record<string, string>>;
  /** Seconds since 1970, with fractions. */
  now(): number;
}

interface StandardFunction {
  readonly arity: number;
  apply(environment: Environment, ...args: Json[]): Json;
}

function lengthOf(value: Json): number {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  return failWith('TypeError', `len takes a string, a list or a map, got: ${typeOf(value)}`);
}

function toInteger(value: Json): number {
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'string' && /^[+-]?\d+$/.test(value)) return Number(value);
  return failWith(typeof value === 'string' ? 'ValueError' : 'TypeError', `int of ${JSON.stringify(value)}`);
}

/** The functions that expressions may call, by their names. */
export const FUNCTIONS: ReadonlyMap<string, StandardFunction> = new Map(
  Object.entries<StandardFunction>({
    int: { arity: 1, apply: (_, value) => toInteger(value!) },
    len: { arity: 1, apply: (_, value) => lengthOf(value!) },
    'map.get': {
      arity: 2,
      apply(_, map, key) {
        if (!isMap(map) || typeof key !== 'string')
          failWith('TypeError', `map.get takes a map and a string, got: ${typeOf(map!)} and ${typeOf(key!)}`);
        return Object.hasOwn(map, key) ? map[key]! : null;
      },
    },
    'math.min': {
      arity: 2,
      apply(_, a, b) {
        if (typeof a !== 'number' || typeof b !== 'number')
          failWith('TypeError', `math.min takes numbers, got: ${typeOf(a!)} and ${typeOf(b!)}`);
        return Math.min(a, b);
      },
    },
    'sys.get_env': {
      arity: 1,
      apply({ variables }, name) {
        if (typeof name !== 'string' || !Object.hasOwn(variables, name))
          failWith('KeyError', `environment variable not found: ${JSON.stringify(name)}`);
        return variables[name]!;
      },
    },
    'sys.now': { arity: 0, apply: ({ now }) => now() },
  }),
);
