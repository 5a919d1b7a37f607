import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ReelsightError } from '../../src/core/errors.ts';

/** An option of a bench program. `required`: its absence is an error; a default may not be given beside it. */
type OptionSpec =
  | { readonly type: 'boolean' }
  | { readonly type: 'number'; readonly default: number }
  | { readonly type: 'string'; readonly multiple: true }
  | {
      readonly type: 'string';
      readonly default?: string;
      readonly required?: true;
      readonly choices?: readonly string[];
    };

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<Spec> = Spec extends { type: 'boolean' }
  ? boolean
  : Spec extends { type: 'number' }
    ? number
    : Spec extends { multiple: true }
      ? string[]
      :
          | (Spec extends { choices: readonly (infer Choice)[] } ? Choice : string)
          | (Spec extends { default: string } | { required: true } ? never : undefined);

export type ValuesOf<Specs> = { readonly [Name in keyof Specs]: ValueOf<Specs[Name]> };

/** What the names of positional arguments stand for: `FOLDER`, `[VIDEO]` (may be absent), `FOLDER...` (one or more). */
export type PositionalsOf<Names> = Names extends readonly [infer First, ...infer Rest]
  ? First extends `${string}...`
    ? [string, ...string[]]
    : [First extends `[${string}` ? string | undefined : string, ...PositionalsOf<Rest>]
  : [];

/**
 * Parses the arguments of a program. Names of positional arguments stand in their order: required ones, then `[OPTIONAL]`
 * ones, and last perhaps one with dots. Errors: kind `input`, with what is missing, unknown or out of range.
 */
export function parseArguments<const Names extends readonly string[], const Specs extends OptionSpecs>(
  args: readonly string[],
  names: Names,
  specs: Specs,
): { values: ValuesOf<Specs>; positionals: PositionalsOf<Names> } {
  const { values, positionals } = parseStrictly(args, specs);
  const missing = names.find((name, i) => i >= positionals.length && !name.startsWith('['));
  if (missing) throw new ReelsightError('input', `${missing} is missing.`);
  if (positionals.length > names.length && !names.at(-1)?.endsWith('...'))
    throw new ReelsightError('input', `Unexpected argument "${positionals[names.length]}".`);
  const read = Object.entries(specs).map(([name, spec]) => [name, readValue(`--${name}`, spec, values[name])]);
  return { values: Object.fromEntries(read), positionals: positionals as PositionalsOf<Names> };
}

type RawValue = string | boolean | (string | boolean)[] | undefined;

function parseStrictly(
  args: readonly string[],
  specs: OptionSpecs,
): { values: Readonly<Record<string, RawValue>>; positionals: string[] } {
  const options: ParseArgsConfig['options'] = {};
  for (const [name, spec] of Object.entries(specs))
    options[name] = { type: spec.type === 'boolean' ? 'boolean' : 'string', multiple: 'multiple' in spec };
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (cause) {
    throw new ReelsightError('input', (cause as Error).message, { cause });
  }
}

function readValue(name: string, spec: OptionSpec, value: RawValue): unknown {
  if (spec.type === 'boolean') return value ?? false;
  if ('multiple' in spec) return value ?? [];
  if (spec.type === 'number') {
    const number = Number(value ?? spec.default);
    if (value === '' || !(number >= 0))
      throw new ReelsightError('input', `${name} must be a number from 0 on, not "${value}".`);
    return number;
  }
  const { required, choices } = spec;
  if (value === undefined && required) throw new ReelsightError('input', `${name} is missing.`);
  if (value !== undefined && choices && !choices.includes(value as string))
    throw new ReelsightError('input', `${name} must be ${choices.join(' or ')}, not "${value}".`);
  return value ?? spec.default;
}
