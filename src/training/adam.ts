const RATE = 0.002;
const DECAY_MEAN = 0.9;
const DECAY_SQUARES = 0.999;
const EPSILON = 1e-8;
/** Decoupled from the gradient (Loshchilov and Hutter, ICLR 2019). */
export const WEIGHT_DECAY = 0.05;

type Numbers = Float32Array | Float64Array;

/** Adam (Kingma and Ba, ICLR 2015): moves parameters against their gradients, each at a pace of its own. */
export function openAdam(parameters: readonly Numbers[]): { step(gradients: readonly Numbers[]): void } {
  const means = parameters.map(({ length }) => new Float64Array(length));
  const squares = parameters.map(({ length }) => new Float64Array(length));
  let steps = 0;
  return {
    step(gradients) {
      steps += 1;
      const meanScale = 1 / (1 - DECAY_MEAN ** steps);
      const squareScale = 1 / (1 - DECAY_SQUARES ** steps);
      for (const [p, parameter] of parameters.entries()) {
        const [mean, square, gradient] = [means[p], squares[p], gradients[p]];
        for (let i = 0; i < parameter.length; i++) {
          const slope = gradient[i];
          mean[i] += (1 - DECAY_MEAN) * (slope - mean[i]);
          square[i] += (1 - DECAY_SQUARES) * (slope * slope - square[i]);
          const move = (mean[i] * meanScale) / (Math.sqrt(square[i] * squareScale) + EPSILON);
          parameter[i] -= RATE * (move + WEIGHT_DECAY * parameter[i]);
        }
      }
    },
  };
}
