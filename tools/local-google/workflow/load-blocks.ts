import type { Consequence, ParallelStep, SwitchStep } from './definition.ts';
import { refuse } from './errors.ts';
import { compileValue } from './expressions.ts';
import { type Fields, fieldsOf, listOf, nameOf } from './fields.ts';
import { LIMITS } from './limits.ts';
import type { LoadContext } from './load-context.ts';

function loadConsequence(path: string, { next, steps, ...fields }: Fields, context: LoadContext): Consequence {
  if (steps !== undefined) return { type: 'steps', steps: context.loadSteps(`${path}.steps`, steps, context) };
  if (next !== undefined) return { type: 'next', step: nameOf(`${path}.next`, next) };
  if (context.inParallel) refuse(path, 'return', 'steps and next, in a parallel step');
  return { type: 'return', value: compileValue(`${path}.return`, fields['return']) };
}

export function loadSwitch(
  path: string,
  fields: Fields,
  context: LoadContext,
): Pick<SwitchStep, 'type' | 'conditions'> {
  const conditions = listOf(`${path}.switch`, fields['switch'], LIMITS.conditions).map((value, i) => {
    const inner = `${path}.switch[${i}]`;
    const condition = fieldsOf(inner, value, ['condition'], ['next', 'return', 'steps']);
    if (Object.keys(condition).length !== 2) refuse(inner, 'none or several of next, return and steps', 'one of them');
    return {
      when: compileValue(`${inner}.condition`, condition['condition']),
      consequence: loadConsequence(inner, condition, context),
    };
  });
  return { type: 'switch', conditions };
}

export function loadParallel(path: string, value: unknown, context: LoadContext): Omit<ParallelStep, 'name' | 'next'> {
  if (context.inParallel) refuse(path, 'a parallel step in another', 'parallel steps in sequence');
  const fields = fieldsOf(path, value, ['for'], ['shared', 'concurrency_limit', 'exception_policy']);
  const { shared = [], concurrency_limit: limit, exception_policy: policy = 'continueAll' } = fields;
  if (policy !== 'continueAll') refuse(path, `exception_policy ${JSON.stringify(policy)}`, 'continueAll');
  if (!Array.isArray(shared)) refuse(`${path}.shared`, JSON.stringify(shared), 'a list of variables');
  const loop = fieldsOf(`${path}.for`, fields['for'], ['value', 'range', 'steps']);
  return {
    type: 'parallel',
    shared: new Set(shared.map((name) => nameOf(`${path}.shared`, name))),
    limit: limit === undefined ? null : compileValue(`${path}.concurrency_limit`, limit),
    variable: nameOf(`${path}.for.value`, loop['value']),
    range: compileValue(`${path}.for.range`, loop['range']),
    steps: context.loadSteps(`${path}.for.steps`, loop['steps'], { ...context, inParallel: true }),
  };
}
