import { namesContent } from '../evidence-taxonomies.ts';
import type { Label, Scene } from '../report.ts';

/** Text on one line: control characters, line ends (U+2028 and U+2029 too) and runs of blanks become one space. */
export const toSingleLine = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
    .replace(/[\u0000-\u0020\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim();

/** Whole milliseconds as `hh:mm:ss.mmm`; the hours grow beyond two digits where needed. */
export function formatClock(totalMs: number): string {
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  const hours = pad(Math.floor(totalMs / 3_600_000), 2);
  const minutes = pad(Math.floor(totalMs / 60_000) % 60, 2);
  return `${hours}:${minutes}:${pad(Math.floor(totalMs / 1000) % 60, 2)}.${pad(totalMs % 1000, 3)}`;
}

/** The labels with the highest confidence, best first; of equals the one that came first. */
export const topLabels = (labels: readonly Label[], count: number): Label[] =>
  [...labels].sort((a, b) => b.confidence - a.confidence).slice(0, count);

/** Whether a label names something that is to be seen; reports of earlier versions hold others too. */
export const namesThing = ({ taxonomy }: Pick<Label, 'taxonomy'>): boolean => namesContent(taxonomy);

/** Whether a label says what a picture shows, rather than judging it, as nobody wants in a list of chapters. */
export const showsContent = (label: Pick<Label, 'taxonomy'>): boolean =>
  namesThing(label) && label.taxonomy !== 'safety';

/** A scene's name: its number from 1 and its two best labels, for example `Scene 3: Kitchen, Table`. */
export function titleScene(
  scene: Pick<Scene, 'index' | 'labels'>,
  titleOf: (label: Pick<Label, 'taxonomy' | 'name'>) => string,
): string {
  const names = topLabels(scene.labels.filter(showsContent), 2).map((label) => toSingleLine(titleOf(label)));
  return `Scene ${scene.index + 1}${names.length > 0 ? `: ${names.join(', ')}` : ''}`;
}
