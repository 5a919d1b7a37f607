import type { Step, Steps, SwitchStep } from './definition.ts';
import { WorkflowError } from './errors.ts';
import type { Frame, Interpreter, Return } from './interpreter.ts';
import type { Json } from './json.ts';
import { booleanOf } from './operators.ts';
import { callBuiltIn } from './run-call.ts';
import { runParallel } from './run-parallel.ts';
import { runTry } from './run-try.ts';

/** What a step leaves: a return, the step to go on with, or null for the one below. */
type Outcome = Return | { readonly next: string } | null;

async function runSwitch(step: SwitchStep, frame: Frame, interpreter: Interpreter): Promise<Outcome> {
  const { evaluate } = interpreter;
  const match = step.conditions.find(({ when }) => booleanOf('condition', evaluate(when, frame)));
  if (!match) return null;
  const { consequence } = match;
  if (consequence.type === 'next') return { next: consequence.step };
  if (consequence.type === 'return') return { value: evaluate(consequence.value, frame) };
  return interpreter.runSteps(consequence.steps, frame);
}

async function runCall(step: Step & { readonly type: 'call' }, frame: Frame, interpreter: Interpreter): Promise<void> {
  const { target, result } = step;
  const args = Object.fromEntries([...step.args].map(([name, value]) => [name, interpreter.evaluate(value, frame)]));
  const answer: Json = interpreter.workflow.routines.has(target)
    ? await interpreter.callRoutine(target, args, frame)
    : await callBuiltIn(target, args, interpreter);
  if (result !== null) frame.scope.assign(result, answer);
}

async function runStep(step: Step, name: string, frame: Frame, interpreter: Interpreter): Promise<Outcome> {
  const { evaluate } = interpreter;
  switch (step.type) {
    case 'assign':
      for (const { variable, value } of step.assignments) frame.scope.assign(variable, evaluate(value, frame));
      return null;
    case 'call':
      await runCall(step, frame, interpreter);
      return null;
    case 'switch':
      return runSwitch(step, frame, interpreter);
    case 'try':
      return runTry(step, name, frame, interpreter);
    case 'parallel':
      await runParallel(step, frame, interpreter);
      return null;
    case 'raise':
      throw new WorkflowError(evaluate(step.value, frame));
    case 'return':
      return { value: evaluate(step.value, frame) };
  }
}

/** Runs a list of steps to its end, or to a return. */
export async function runSteps(steps: Steps, frame: Frame, interpreter: Interpreter): Promise<Return | null> {
  const routine = frame.routine.name;
  for (let i = 0; i < steps.length; ) {
    const step = steps[i]!;
    interpreter.signal.throwIfAborted();
    try {
      interpreter.countStep();
      if (step.name) interpreter.ports.onEvent?.({ type: 'entered', routine, step: step.name, args: frame.args });
      const outcome = await runStep(step, step.name, frame, interpreter);
      if (outcome && 'value' in outcome) return outcome;
      const next = outcome?.next ?? step.next;
      i = next === null ? i + 1 : steps.findIndex(({ name }) => name === next);
    } catch (cause) {
      if (cause instanceof WorkflowError && step.name) cause.origin ??= { routine, step: step.name };
      throw cause;
    }
  }
  return null;
}
