import test from 'ava';
import { parseArguments } from '../../../bench/harness/arguments.ts';
import { ReelsightError } from '../../../src/core/errors.ts';

const OPTIONS = {
  runs: { type: 'number', default: 3 },
  list: { type: 'boolean' },
  clips: { type: 'string', multiple: true },
  part: { type: 'string', choices: ['even', 'odd'] },
  set: { type: 'string', default: 'held-out' },
  keep: { type: 'string' },
} as const;

test('options have their types, and defaults where they are absent', (t) => {
  t.deepEqual(parseArguments([], [], OPTIONS).values, {
    ...{ runs: 3, list: false, clips: [], part: undefined, set: 'held-out', keep: undefined },
  });
  const args = [
    '--runs',
    '0.5',
    '--list',
    '--clips',
    'a',
    '--clips',
    'b',
    '--part',
    'odd',
    '--set',
    'x',
    '--keep',
    'y',
  ];
  t.deepEqual(parseArguments(args, [], OPTIONS).values, {
    ...{ runs: 0.5, list: true, clips: ['a', 'b'], part: 'odd', set: 'x', keep: 'y' },
  });
});

test('positional arguments are required, may be absent, or may be many, as their names say', (t) => {
  const read = (args: string[], names: string[]) => parseArguments(args, names, {}).positionals as string[];
  t.deepEqual(read(['a', 'b'], ['TRUTH', 'REPORT']), ['a', 'b']);
  t.deepEqual(read(['a'], ['CLOUD', '[VIDEO]']), ['a']);
  t.deepEqual(read(['a', 'b'], ['CLOUD', '[VIDEO]']), ['a', 'b']);
  t.deepEqual(read(['a', 'b', 'c'], ['FOLDER...']), ['a', 'b', 'c']);
  t.deepEqual(read([], ['[VIDEO]']), []);
});

test('says what is missing, unknown or out of range', (t) => {
  const refuse = (args: string[], names: string[], message: string | RegExp) => {
    const options = { ...OPTIONS, cache: { type: 'string', required: true } } as const;
    const error = t.throws<ReelsightError>(() => parseArguments(args, names, options), { instanceOf: ReelsightError });
    t.is(error?.kind, 'input');
    if (typeof message === 'string') t.is(error?.message, message);
    else t.regex(error?.message ?? '', message);
  };
  const cache = ['--cache', 'c'];
  refuse([...cache], ['FOLDER'], 'FOLDER is missing.');
  refuse([...cache, 'a'], ['TRUTH', 'REPORT...'], 'REPORT... is missing.');
  refuse([...cache, 'a', 'b'], ['[VIDEO]'], 'Unexpected argument "b".');
  refuse([], [], '--cache is missing.');
  refuse([...cache, '--unknown'], [], /--unknown/);
  refuse([...cache, '--runs', 'many'], [], '--runs must be a number from 0 on, not "many".');
  refuse([...cache, '--runs='], [], '--runs must be a number from 0 on, not "".');
  refuse([...cache, '--part', 'half'], [], '--part must be even or odd, not "half".');
});
