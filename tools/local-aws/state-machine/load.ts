import type { State, StateMachine, States } from './definition.ts';
import { refuse } from './errors.ts';
import { type Fields, fieldsOf, numberOf, textOf } from './fields.ts';
import { type Intrinsic, resolveIntrinsics } from './intrinsics.ts';
import { isObject } from './json.ts';
import { loadState } from './load-states.ts';

const MAX_NAME_CHARACTERS = 80;

function targetsOf(state: State): readonly string[] {
  if (state.type === 'Choice') return [...state.choices.map(({ next }) => next), state.fallback];
  if (state.type === 'Fail' || state.type === 'Succeed') return [];
  return [...(state.next === null ? [] : [state.next]), ...state.catchers.map(({ next }) => next)];
}

/** Every state is reached, and every transition leads to a state of the same list. */
function checkTransitions(path: string, { startAt, byName }: States): void {
  const reached = new Set<string>();
  const visit = (name: string, from: string): void => {
    const state = byName.get(name);
    if (!state) refuse(from, `no state ${name}`, [...byName.keys()].join(', '));
    if (reached.has(name)) return;
    reached.add(name);
    for (const target of targetsOf(state)) visit(target, `${path}.${name}`);
  };
  visit(startAt, `${path}.StartAt`);
  for (const name of byName.keys())
    if (!reached.has(name)) refuse(`${path}.${name}`, 'a state that nothing leads to', 'states that are reached');
}

function loadStates(path: string, fields: Fields, taken: Set<string>): States {
  const at = path === '' ? 'States' : `${path}.States`;
  const states = fields['States'];
  if (!isObject(states)) refuse(at, JSON.stringify(states), 'an object of states');
  const byName = new Map<string, State>();
  for (const [name, state] of Object.entries(states)) {
    if (name.length > MAX_NAME_CHARACTERS) refuse(`${at}.${name}`, 'a long name', `${MAX_NAME_CHARACTERS} characters`);
    // Names are the whole machine's, the children's included.
    if (taken.has(name)) refuse(`${at}.${name}`, 'a name that another state has', 'names of their own');
    taken.add(name);
    byName.set(
      name,
      loadState(`${at}.${name}`, state, (childPath, childFields) => loadStates(childPath, childFields, taken)),
    );
  }
  const result = { startAt: textOf(path, fields, 'StartAt'), byName };
  checkTransitions(at, result);
  return result;
}

/**
 * Checks a definition in Amazon States Language as it stands in a CloudFormation template.
 *
 * `resolve` gives what stands for `Fn::GetAtt: [logical id, Arn]` and `Ref: logical id`. Throws (kind `unsupported`) for
 * every field, state, path or resource that this interpreter does not do exactly as Step Functions does.
 */
export function loadStateMachine(definition: unknown, resolve: (intrinsic: Intrinsic) => string): StateMachine {
  const fields = fieldsOf(
    'the definition',
    resolveIntrinsics('', definition, resolve),
    ['StartAt', 'States'],
    ['Comment', 'TimeoutSeconds'],
  );
  return {
    timeoutSeconds: numberOf('the definition', fields, 'TimeoutSeconds', { min: 1 }, null),
    steps: loadStates('', fields, new Set()),
  };
}
