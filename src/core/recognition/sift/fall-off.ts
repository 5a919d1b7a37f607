const STEPS = 1024;
/** Beyond, the weight counts as nothing. */
const END = 8;
const table = Float32Array.from({ length: STEPS + 1 }, (_, i) => Math.exp((-i * END) / STEPS));

/** `exp(-x)` of x >= 0 from a table: right to 0.004, and the same on every engine. */
export const fallOff = (x: number): number => (x >= END ? 0 : table[(x * (STEPS / END)) | 0]);
