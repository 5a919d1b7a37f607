import type { ReportFormat } from '../types.ts';
import { annotateVideo } from './annotate-video.ts';

const MICROSECONDS = 1_000_000;

const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A duration as protobuf's JSON has it: seconds with none, three or six digits after the point, for example `12.480s`. */
function writeDuration(seconds: number): string {
  const micros = Math.round(seconds * MICROSECONDS);
  const digits = micros % MICROSECONDS === 0 ? 0 : micros % 1000 === 0 ? 3 : 6;
  return `${(micros / MICROSECONDS).toFixed(digits)}s`;
}

/** A duration as in the files at `output_uri`: whole seconds and nanoseconds, what is zero left out. */
function splitDuration(duration: number): { seconds?: number; nanos?: number } {
  const micros = Math.round(duration * MICROSECONDS);
  const seconds = Math.floor(micros / MICROSECONDS);
  const nanos = (micros % MICROSECONDS) * 1000;
  return { ...(seconds > 0 ? { seconds } : {}), ...(nanos > 0 ? { nanos } : {}) };
}

/** The same value with `snake_case` member names. */
function toSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSnakeCase);
  if (value === null || typeof value !== 'object') return value;
  const rename = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [rename(name), toSnakeCase(member)]));
}

/** The answer as the REST API's operation holds it in `response`: `camelCase`, times such as `12.480s`. */
export const videoIntelligenceFormat: ReportFormat = {
  fileName: 'videointelligence.json',
  description: "shots, labels, explicit content, logos as Video Intelligence's REST API answers (JSON)",
  render: (report) => toJson(annotateVideo(report, writeDuration)),
};

/** The same answer as Video Intelligence writes it to `output_uri`: `snake_case`, times of seconds and nanoseconds. */
export const videoIntelligenceFileFormat: ReportFormat = {
  fileName: 'videointelligence.output.json',
  description: 'the same as Video Intelligence writes it to an `output_uri` (JSON)',
  render: (report) => toJson(toSnakeCase(annotateVideo(report, splitDuration))),
};
