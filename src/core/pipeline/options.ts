import { z } from 'zod';
import { ReelsightError } from '../errors.ts';
import type { Report } from '../report.ts';

export type AnalysisOptions = Report['options'];
export type Preset = AnalysisOptions['preset'];

/** Sampled frames a second of each preset: how closely the network looks. */
export const PRESET_SAMPLE_FPS: Readonly<Record<Preset, number>> = { fast: 1, balanced: 2, accurate: 4 };

export const PRESETS = Object.keys(PRESET_SAMPLE_FPS) as readonly Preset[];

/** What a user may ask for. */
export const analysisRequestSchema = z.strictObject({
  preset: z.enum(['fast', 'balanced', 'accurate']).default('balanced'),
  sampleFps: z.number().min(0.01).max(60).optional().describe('Frames a second that the network sees'),
});

/** Fills in what was not asked for. Errors: kind `input`, all problems in one message. */
export function resolveOptions(request: {
  preset?: string | undefined;
  sampleFps?: number | undefined;
}): AnalysisOptions {
  const result = analysisRequestSchema.safeParse(request);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ReelsightError('input', `The options are not usable: ${problems.join('; ')}.`);
  }
  const { preset, sampleFps } = result.data;
  return { preset, sampleFps: sampleFps ?? PRESET_SAMPLE_FPS[preset] };
}
