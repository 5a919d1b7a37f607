/** Rounds a confidence or score to 4 decimals, so that the last bits of a float do not reach the report. */
export const roundConfidence = (value: number): number => Math.round(value * 10_000) / 10_000;
