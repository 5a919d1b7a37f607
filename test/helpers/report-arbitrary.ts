import fc from 'fast-check';
import { createSampleReport } from './sample-report.ts';

/** Reports of many lengths, frame rates and first presentation times, with everything that a report can hold. */
export const sampleReports = fc
  .record({
    seed: fc.integer({ min: 1, max: 10_000 }),
    shotCount: fc.integer({ min: 1, max: 40 }),
    durationSeconds: fc.integer({ min: 40, max: 4000 }),
    startSeconds: fc.constantFrom(0, 0.08, 1.4),
    frameRate: fc.constantFrom(
      { numerator: 25, denominator: 1 },
      { numerator: 30_000, denominator: 1001 },
      { numerator: 24_000, denominator: 1001 },
      { numerator: 60_000, denominator: 1001 },
      { numerator: 15, denominator: 2 },
    ),
  })
  .map((options) => createSampleReport({ ...options, appearances: true }));
