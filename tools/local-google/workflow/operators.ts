import { failWith } from './errors.ts';
import { isEqual, isMap, type Json, typeOf } from './json.ts';

const numbers = (operator: string, a: Json, b: Json): [number, number] => {
  if (typeof a !== 'number' || typeof b !== 'number')
    failWith('TypeError', `unsupported operand types for ${operator}: ${typeOf(a)} and ${typeOf(b)}`);
  return [a, b];
};

const integers = (operator: string, a: Json, b: Json): [number, number] => {
  if (typeOf(a) !== 'integer' || typeOf(b) !== 'integer')
    failWith('TypeError', `${operator} takes integers, got: ${typeOf(a)} and ${typeOf(b)}`);
  if (b === 0) failWith('ZeroDivisionError', 'division by zero');
  return [a as number, b as number];
};

export function booleanOf(what: string, value: Json): boolean {
  if (typeof value !== 'boolean') failWith('TypeError', `${what} takes a boolean, got: ${typeOf(value)}`);
  return value;
}

function isIn(needle: Json, hay: Json): boolean {
  if (Array.isArray(hay)) return hay.some((item) => isEqual(item, needle));
  if (isMap(hay)) return typeof needle === 'string' && Object.hasOwn(hay, needle);
  return failWith('TypeError', `The argument of 'in' must be a dict or an array; got: ${JSON.stringify(hay)}`);
}

function add(a: Json, b: Json): Json {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  const [x, y] = numbers('+', a, b);
  return x + y;
}

type Operator = (a: Json, b: Json) => Json;

const onNumbers =
  (operator: string, apply: (a: number, b: number) => Json): Operator =>
  (a, b) =>
    apply(...numbers(operator, a, b));

/** Both sides are always evaluated: nothing promises that Google spares the second. */
export const BINARY_OPERATORS: ReadonlyMap<string, { readonly precedence: number; readonly apply: Operator }> = new Map(
  Object.entries<[number, Operator]>({
    or: [1, (a, b) => [booleanOf('or', a), booleanOf('or', b)].includes(true)],
    and: [2, (a, b) => ![booleanOf('and', a), booleanOf('and', b)].includes(false)],
    '==': [6, isEqual],
    '!=': [6, (a, b) => !isEqual(a, b)],
    in: [7, isIn],
    '<': [7, onNumbers('<', (a, b) => a < b)],
    '<=': [7, onNumbers('<=', (a, b) => a <= b)],
    '>': [7, onNumbers('>', (a, b) => a > b)],
    '>=': [7, onNumbers('>=', (a, b) => a >= b)],
    '+': [9, add],
    '-': [9, onNumbers('-', (a, b) => a - b)],
    '*': [10, onNumbers('*', (a, b) => a * b)],
    '//': [
      10,
      (a, b) => {
        const [x, y] = integers('//', a, b);
        return Math.floor(x / y);
      },
    ],
    '%': [
      10,
      (a, b) => {
        const [x, y] = integers('%', a, b);
        return x % y;
      },
    ],
  }).map(([name, [precedence, apply]]) => [name, { precedence, apply }]),
);

export const UNARY_OPERATORS: ReadonlyMap<string, (value: Json) => Json> = new Map<string, (value: Json) => Json>([
  ['not', (value) => !booleanOf('not', value)],
  ['-', (value) => -numbers('-', value, 0)[0]],
]);
