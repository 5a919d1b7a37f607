import { createPlane, type Plane } from './plane.ts';

/** Right half of a Gaussian of standard deviation `sigma`, from its middle on, that sums to 1 with its mirror image. */
function halfKernel(sigma: number): Float32Array {
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const half = Float32Array.from({ length: radius + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)));
  const sum = half.reduce((total, value, i) => total + (i === 0 ? value : 2 * value), 0);
  return half.map((value) => value / sum);
}

/** Gaussian blur; what lies beyond an edge is taken to be like the edge. `sigma` in pixels. */
export function blur(plane: Plane, sigma: number): Plane {
  const kernel = halfKernel(sigma);
  return blurColumns(blurRows(plane, kernel), kernel);
}

function blurRows({ values, width, height }: Plane, kernel: Float32Array): Plane {
  const radius = kernel.length - 1;
  const result = createPlane(width, height);
  const padded = new Float32Array(width + 2 * radius);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    padded.fill(values[row], 0, radius);
    padded.set(values.subarray(row, row + width), radius);
    padded.fill(values[row + width - 1], radius + width);
    for (let x = 0; x < width; x++) {
      const middle = x + radius;
      let sum = kernel[0] * padded[middle];
      for (let i = 1; i <= radius; i++) sum += kernel[i] * (padded[middle - i] + padded[middle + i]);
      result.values[row + x] = sum;
    }
  }
  return result;
}

function blurColumns({ values, width, height }: Plane, kernel: Float32Array): Plane {
  const radius = kernel.length - 1;
  const result = createPlane(width, height);
  const sums = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) sums[x] = kernel[0] * values[row + x];
    for (let i = 1; i <= radius; i++) {
      const above = Math.max(0, y - i) * width;
      const below = Math.min(height - 1, y + i) * width;
      const weight = kernel[i];
      for (let x = 0; x < width; x++) sums[x] += weight * (values[above + x] + values[below + x]);
    }
    result.values.set(sums, row);
  }
  return result;
}
