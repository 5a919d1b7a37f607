const BINS = 4096;
/** Codes above zero of an unsigned 8-bit activation. */
const STEPS = 255;

/**
 * Counts the values above zero of one layer's output, in BINS equal bins from 0 to a power of two that grows with the values.
 * Zeros are left out: every range tells them exactly. The counts do not depend on the order of the values.
 */
export class Histogram {
  private readonly counts = new Float64Array(BINS);
  private limit = 2 ** -10;

  add(values: Float32Array): void {
    let largest = 0;
    for (const value of values) if (value > largest) largest = value;
    while (largest >= this.limit) this.double();
    const perValue = BINS / this.limit;
    for (const value of values) if (value > 0) this.counts[Math.floor(value * perValue)]! += 1;
  }

  /** Upper edge of the highest bin with a value; 0 when there was none. */
  maximum(): number {
    return ((this.counts.findLastIndex((count) => count > 0) + 1) * this.limit) / BINS;
  }

  /**
   * The maximum that makes the squared error of 8-bit codes smallest: a value below it is off by up to half a step
   * (step^2 / 12 on average), one above it by all that is cut.
   */
  bestMaximum(): number {
    const width = this.limit / BINS;
    const last = this.counts.findLastIndex((count) => count > 0);
    // Sums over the bins above the candidate: count, value, value squared.
    let count = 0;
    let sum = 0;
    let squares = 0;
    let below = this.counts.reduce((total, n) => total + n, 0);
    let best = { error: Number.POSITIVE_INFINITY, maximum: 0 };
    for (let bin = last; bin >= 0; bin--) {
      const maximum = (bin + 1) * width;
      const cut = squares - 2 * maximum * sum + maximum * maximum * count;
      const error = cut + (below * (maximum / STEPS) ** 2) / 12;
      if (error < best.error) best = { error, maximum };
      const here = this.counts[bin]!;
      const middle = (bin + 0.5) * width;
      count += here;
      sum += here * middle;
      squares += here * middle * middle;
      below -= here;
    }
    return best.maximum;
  }

  private double(): void {
    for (let bin = 0; bin < BINS / 2; bin++) this.counts[bin] = this.counts[2 * bin]! + this.counts[2 * bin + 1]!;
    this.counts.fill(0, BINS / 2);
    this.limit *= 2;
  }
}
