import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

/** What is known of a picture besides its folder, in a `labels.json` beside it: an object by file name. */
const noteSchema = z.object({
  /** What it plainly shows. */
  labels: z.array(z.string()).default([]),
  /** The kind of pictures that it belongs to. */
  category: z.string().optional(),
  /** What of it is sensitive. */
  flags: z.array(z.string()).default([]),
  caption: z.string().nullish(),
  /** The clip that it is a frame of. */
  clip: z.string().optional(),
  /** Of a frame of a clip: what the clip shows. */
  label: z.string().optional(),
});

export type PictureNote = z.infer<typeof noteSchema>;

const known = new Map<string, Readonly<Record<string, PictureNote>>>();

/** The note of a picture; an empty one where its folder has none. */
export function noteOf(path: string): PictureNote {
  const folder = dirname(path);
  let notes = known.get(folder);
  if (!notes) {
    notes = readNotes(join(folder, 'labels.json'));
    known.set(folder, notes);
  }
  return notes[basename(path)] ?? { labels: [], flags: [] };
}

function readNotes(path: string): Record<string, PictureNote> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return {};
  }
  return z.record(z.string(), noteSchema).parse(JSON.parse(text));
}
