import { InvalidArgumentError } from 'commander';
import { parseClock } from '../../../core/index.ts';

/** The parts of a list with commas, each once. */
export const parseList = (text: string): string[] =>
  [...new Set(text.split(',').map((name) => name.trim()))].filter(Boolean);

/** Names of an option that may be given more than once, added to those before. */
export function parseNames(text: string, before: readonly string[] = []): string[] {
  const names = parseList(text);
  if (names.length === 0) throw new InvalidArgumentError(`Received ${JSON.stringify(text)}; give at least one name.`);
  return [...before, ...names];
}

export const parseNumber = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= min && value <= max))
    throw new InvalidArgumentError(`Received ${JSON.stringify(text)}; give a number from ${min} to ${max}.`);
  return value;
};

export const parseWhole = (min: number, max: number) => (text: string) => {
  const value = parseNumber(min, max)(text);
  if (!Number.isInteger(value))
    throw new InvalidArgumentError(`Received ${JSON.stringify(text)}; give a whole number.`);
  return value;
};

export function parseAnalysisId(text: string): string {
  if (!/^[0-9a-f]{32}$/.test(text))
    throw new InvalidArgumentError(
      `Received ${JSON.stringify(text)}; an analysis's id has 32 hex digits: \`reelsight submit\` prints it.`,
    );
  return text;
}

export function parseText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError(`Received ${JSON.stringify(text)}; give some text.`);
  return text;
}

/** Ranges of seconds or clock times: `0-60,9:00-10:00`. */
export const parseRanges = (text: string): { startSeconds: number; endSeconds: number }[] =>
  text.split(',').map((range) => {
    const ends = range.split('-').map((end) => parseClock(end) ?? Number.NaN);
    const [startSeconds = Number.NaN, endSeconds = Number.NaN] = ends;
    if (ends.length !== 2 || !(startSeconds < endSeconds))
      throw new InvalidArgumentError(
        `Received ${JSON.stringify(text)}; give ranges of seconds or clock times, each from earlier to later, such as 0-60,9:00-10:00.`,
      );
    return { startSeconds, endSeconds };
  });
