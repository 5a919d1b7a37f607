import jsep from 'jsep';
import { failWith, messageOf, refuse } from './errors.ts';
import { type Environment, FUNCTIONS } from './functions.ts';
import { isMap, isObject, type Json, typeOf } from './json.ts';
import { LIMITS } from './limits.ts';
import { BINARY_OPERATORS, UNARY_OPERATORS } from './operators.ts';

/** Where an expression finds its variables; undefined: there is none. */
interface Variables {
  get(name: string): Json | undefined;
}

/** A value of the source, ready to be evaluated as often as a step runs. Throws WorkflowError. */
export type Evaluate = (variables: Variables, environment: Environment) => Json;

// jsep knows JavaScript's operators, and keeps them for the whole process: which of them are Google's is checked below.
for (const [name, { precedence }] of BINARY_OPERATORS) jsep.addBinaryOp(name, precedence);
for (const name of UNARY_OPERATORS.keys()) jsep.addUnaryOp(name);

const EXPRESSION = /^\$\{(.*)\}$/s;
const namesOf = (map: ReadonlyMap<string, unknown>): string => [...map.keys()].join(', ');

/** `map.get` of `map.get(...)`; null for what is not a plain name. */
function nameOf(node: jsep.Expression): string | null {
  if (node.type === 'Identifier') return String(node['name']);
  if (node.type !== 'MemberExpression' || node['computed']) return null;
  const object = nameOf(node['object'] as jsep.Expression);
  return object === null ? null : `${object}.${String((node['property'] as jsep.Expression)['name'])}`;
}

function readMember(object: Json, key: Json): Json {
  if (Array.isArray(object)) {
    if (typeOf(key) !== 'integer') failWith('TypeError', `a list's index must be an integer, got: ${typeOf(key)}`);
    const item = (object as readonly Json[])[key as number];
    return item === undefined ? failWith('IndexError', `index out of range: ${JSON.stringify(key)}`) : item;
  }
  if (!isMap(object)) return failWith('TypeError', `${typeOf(object)} has no members: ${JSON.stringify(key)}`);
  if (typeof key !== 'string' || !Object.hasOwn(object, key)) failWith('KeyError', `key not found: ${key}`);
  return object[key]!;
}

function compile(path: string, node: jsep.Expression): Evaluate {
  const of = (child: unknown): Evaluate => compile(path, child as jsep.Expression);
  switch (node.type) {
    case 'Literal': {
      const value = node['value'] as Json;
      return () => value;
    }
    case 'Identifier': {
      const name = String(node['name']);
      return (variables) => variables.get(name) ?? missing(variables, name);
    }
    case 'ArrayExpression': {
      const items = (node['elements'] as jsep.Expression[]).map(of);
      return (...context) => items.map((item) => item(...context));
    }
    case 'MemberExpression': {
      const object = of(node['object']);
      const name = String((node['property'] as jsep.Expression)['name']);
      const key: Evaluate = node['computed'] ? of(node['property']) : () => name;
      return (...context) => readMember(object(...context), key(...context));
    }
    case 'UnaryExpression': {
      const operator = UNARY_OPERATORS.get(String(node['operator']));
      if (!operator) return refuse(path, `operator ${node['operator']}`, namesOf(UNARY_OPERATORS));
      const value = of(node['argument']);
      return (...context) => operator(value(...context));
    }
    case 'BinaryExpression': {
      const operator = BINARY_OPERATORS.get(String(node['operator']));
      if (!operator) return refuse(path, `operator ${node['operator']}`, namesOf(BINARY_OPERATORS));
      const [left, right] = [of(node['left']), of(node['right'])];
      return (...context) => operator.apply(left(...context), right(...context));
    }
    case 'CallExpression': {
      const name = nameOf(node['callee'] as jsep.Expression) ?? 'of an expression';
      const called = FUNCTIONS.get(name) ?? refuse(path, `function ${name}`, namesOf(FUNCTIONS));
      const args = (node['arguments'] as jsep.Expression[]).map(of);
      if (args.length !== called.arity)
        refuse(path, `${name} with ${args.length} arguments`, `${name} with ${called.arity}`);
      return (variables, environment) => called.apply(environment, ...args.map((arg) => arg(variables, environment)));
    }
    default:
      return refuse(
        path,
        `an expression of type ${node.type}`,
        'literals, variables, members, lists, operators, calls',
      );
  }
}

/** Null is a value like any other; no value is none. */
function missing(variables: Variables, name: string): Json {
  return variables.get(name) === null ? null : failWith('KeyError', `variable not found: ${name}`);
}

/** The inside of a `${...}`. */
function compileExpression(path: string, text: string): Evaluate {
  if (text.length > LIMITS.expressionCharacters)
    refuse(path, `an expression of ${text.length} characters`, `${LIMITS.expressionCharacters} at most`);
  let node: jsep.Expression;
  try {
    node = jsep(text);
  } catch (cause) {
    return refuse(path, `\${${text}} cannot be read: ${messageOf(cause)}`, 'expressions of Google Workflows');
  }
  return compile(path, node);
}

/** A value of the source: what is `${...}` as a whole is an expression; lists and maps may hold such. */
export function compileValue(path: string, value: unknown): Evaluate {
  if (Array.isArray(value)) {
    const items = value.map((item, i) => compileValue(`${path}[${i}]`, item));
    return (...context) => items.map((item) => item(...context));
  }
  if (isObject(value)) {
    const fields = Object.entries(value).map(
      ([name, field]) => [name, compileValue(`${path}.${name}`, field)] as const,
    );
    return (...context) => Object.fromEntries(fields.map(([name, field]) => [name, field(...context)]));
  }
  if (typeof value !== 'string' || !value.includes('${')) return () => value as Json;
  const inside = EXPRESSION.exec(value)?.[1];
  if (inside === undefined || inside.includes('${'))
    return refuse(path, JSON.stringify(value), 'strings that are one expression as a whole, or hold none');
  return compileExpression(path, inside);
}
