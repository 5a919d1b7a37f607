import { CALLS } from './calls.ts';
import type { AssignStep, CallStep, Step, Steps } from './definition.ts';
import { refuse } from './errors.ts';
import { compileValue } from './expressions.ts';
import { entryOf, type Fields, fieldsOf, listOf, nameOf } from './fields.ts';
import { isObject } from './json.ts';
import { LIMITS } from './limits.ts';
import { loadParallel, loadSwitch } from './load-blocks.ts';
import type { LoadContext } from './load-context.ts';
import { loadHandlers } from './load-handlers.ts';

function loadAssign(path: string, fields: Fields): Pick<AssignStep, 'type' | 'assignments'> {
  const assignments = listOf(`${path}.assign`, fields['assign'], LIMITS.assignments).map((entry, i) => {
    const [variable, value] = entryOf(`${path}.assign[${i}]`, entry);
    return { variable, value: compileValue(`${path}.${variable}`, value) };
  });
  return { type: 'assign', assignments };
}

function loadCall(
  path: string,
  fields: Fields,
  { params }: LoadContext,
): Pick<CallStep, 'type' | 'target' | 'args' | 'result'> {
  const { call: target, args = {}, result } = fields;
  const wanted = params.get(String(target));
  const check = CALLS.get(String(target));
  if (wanted) fieldsOf(`${path}.args`, args, wanted);
  else if (check) check(`${path}.args`, args);
  else refuse(path, `call ${JSON.stringify(target)}`, [...CALLS.keys(), 'subworkflows of this source'].join(', '));
  const compiled = Object.entries(args as Fields).map(
    ([name, value]) => [name, compileValue(`${path}.args.${name}`, value)] as const,
  );
  return {
    type: 'call',
    target: String(target),
    args: new Map(compiled),
    result: result === undefined ? null : nameOf(`${path}.result`, result),
  };
}

/** What a step does, by the field that tells: that field, what may stand beside it, and how it is loaded. */
const KINDS: Readonly<
  Record<string, [beside: readonly string[], load: (path: string, fields: Fields, context: LoadContext) => object]>
> = {
  assign: [['next'], loadAssign],
  call: [['args', 'result', 'next'], loadCall],
  switch: [['next'], loadSwitch],
  try: [
    ['retry', 'except', 'next'],
    (path, fields, context) => ({
      type: 'try',
      body: loadBody(`${path}.try`, fields['try'], context),
      ...loadHandlers(path, fields, context),
    }),
  ],
  parallel: [['next'], (path, fields, context) => loadParallel(`${path}.parallel`, fields['parallel'], context)],
  raise: [[], (path, { raise }) => ({ type: 'raise', value: compileValue(`${path}.raise`, raise) })],
  return: [
    [],
    (path, fields, { inParallel }) => {
      if (inParallel) refuse(path, 'return in a parallel step', 'return outside of it');
      return { type: 'return', value: compileValue(`${path}.return`, fields['return']) };
    },
  ],
};

/** What is tried: one step without a name, or `steps`. */
function loadBody(path: string, value: unknown, context: LoadContext): Steps {
  if (!isObject(value) || 'steps' in value)
    return context.loadSteps(path, fieldsOf(path, value, ['steps'])['steps'], context);
  return [loadStep(path, '', value, context)];
}

function loadStep(path: string, name: string, value: unknown, context: LoadContext): Step {
  const kinds = isObject(value) ? Object.keys(value).filter((field) => Object.hasOwn(KINDS, field)) : [];
  const [kind] = kinds;
  if (kind === undefined || kinds.length !== 1)
    return refuse(
      path,
      `a step with ${isObject(value) ? Object.keys(value).join(', ') : JSON.stringify(value)}`,
      Object.keys(KINDS).join(', '),
    );
  const [beside, load] = KINDS[kind]!;
  const fields = fieldsOf(path, value, [kind], beside);
  const next = fields['next'] === undefined ? null : nameOf(`${path}.next`, fields['next']);
  return { name, next, ...load(path, fields, context) } as Step;
}

const targetsOf = (step: Step): string[] => {
  const ways =
    step.type === 'switch'
      ? step.conditions.flatMap(({ consequence }) => (consequence.type === 'next' ? [consequence.step] : []))
      : [];
  return step.next === null ? ways : [...ways, step.next];
};

/** Loads a list of steps, and checks that each goes on with one of the same list. */
export function loadSteps(path: string, value: unknown, context: LoadContext): Steps {
  const steps = listOf(path, value).map((entry, i) => {
    const [name, content] = entryOf(`${path}[${i}]`, entry);
    if (context.stepNames.has(name)) refuse(`${path}.${name}`, 'a second step of that name', 'one, in a subworkflow');
    context.stepNames.add(name);
    return loadStep(`${path}.${name}`, name, content, context);
  });
  const names = steps.map(({ name }) => name);
  for (const step of steps)
    for (const target of targetsOf(step))
      if (!names.includes(target)) refuse(`${path}.${step.name}`, `next: ${target}`, names.join(', '));
  return steps;
}
