import { dot } from '../core/math/dot.ts';

/** Gives the value at `point` and writes the gradient there. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

const HISTORY = 8;
/** Share of the promised decrease that a step must bring (Armijo). */
const SUFFICIENT = 1e-4;
const MAX_HALVINGS = 20;

/**
 * Limited-memory BFGS (Nocedal and Wright, "Numerical Optimization", algorithm 7.5) with backtracking: moves `point` to
 * where the objective is least. Ends when a step brings less than `tolerance` of the value, or after `maxSteps`.
 */
export function minimise(
  objective: Objective,
  point: Float64Array,
  { tolerance, maxSteps }: { tolerance: number; maxSteps: number },
): void {
  const size = point.length;
  const steps: { move: Float64Array; change: Float64Array; curvature: number }[] = [];
  let gradient = new Float64Array(size);
  let value = objective(point, gradient);
  for (let step = 0; step < maxSteps; step++) {
    const direction = findDirection(gradient, steps);
    const slope = dot(direction, gradient);
    if (!(slope < 0)) return;
    // The first step knows nothing of the scale: a length of 1 at most.
    let length = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const next = new Float64Array(size);
    const nextGradient = new Float64Array(size);
    let nextValue = Number.POSITIVE_INFINITY;
    for (let halving = 0; halving < MAX_HALVINGS; halving++, length /= 2) {
      for (let i = 0; i < size; i++) next[i] = point[i] + length * direction[i];
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + SUFFICIENT * length * slope) break;
    }
    if (!(nextValue < value)) return;
    const move = subtract(next, point);
    const change = subtract(nextGradient, gradient);
    const curvature = dot(move, change);
    if (curvature > 1e-12 * dot(change, change)) steps.push({ move, change, curvature });
    if (steps.length > HISTORY) steps.shift();
    const gain = value - nextValue;
    point.set(next);
    [gradient, value] = [nextGradient, nextValue];
    if (gain <= tolerance * Math.max(Math.abs(value), 1e-3)) return;
  }
}

/** The two loops: minus the inverse of the curvature seen so far, times the gradient. */
function findDirection(
  gradient: Float64Array,
  steps: readonly { move: Float64Array; change: Float64Array; curvature: number }[],
): Float64Array {
  const direction = subtract(new Float64Array(gradient.length), gradient);
  const shares: number[] = [];
  for (const { move, change, curvature } of steps.toReversed()) {
    const share = dot(move, direction) / curvature;
    shares.push(share);
    for (let i = 0; i < direction.length; i++) direction[i] -= share * change[i];
  }
  const last = steps.at(-1);
  const scale = last ? last.curvature / dot(last.change, last.change) : 1;
  for (let i = 0; i < direction.length; i++) direction[i] *= scale;
  for (const { move, change, curvature } of steps) {
    const correction = shares.pop()! - dot(change, direction) / curvature;
    for (let i = 0; i < direction.length; i++) direction[i] += correction * move[i];
  }
  return direction;
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  const difference = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) difference[i] = a[i] - b[i];
  return difference;
}
