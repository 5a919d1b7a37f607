/**
 * Reelsight as a library: analyse a video on this machine.
 *
 * @module
 */
export { type ErrorKind, PRESETS, ReelsightError, type Report } from '../core/index.ts';
export type { Preset } from '../core/pipeline/options.ts';
export { type AnalyzeOptions, type AnalyzeProgress, analyzeVideo } from './analyze-video.ts';
