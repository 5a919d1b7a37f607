/**
 * Reelsight as a library: analyse a video on this machine.
 *
 * @module
 */
export { type ErrorKind, PRESETS, type Preset, ReelsightError, type Report } from '../core/index.ts';
export { type AnalyzeOptions, type AnalyzeProgress, analyzeVideo } from './analyze-video.ts';
