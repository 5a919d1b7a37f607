import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FOLDERS, LIMITS, NAMES, PHRASES, WORDS } from './banned-words.ts';

/** A file by its path from the repository's root. */
export interface NamedText {
  readonly path: string;
  readonly text: string;
}

export interface Finding {
  readonly path: string;
  /** The line, or the path, that holds it. */
  readonly text: string;
  /** The words found and what to write instead. */
  readonly problem: string;
}

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', '.serverless']);
/** What people wrote; data and generated files say what they were made from. */
const READ = /(?<!\.generated)\.(ts|cjs|mjs|js|py|css|ya?ml|md)$/;

/** All files below these folders and files that people wrote, data by its name alone. */
export function readTexts(root: string, places: readonly string[]): NamedText[] {
  const texts: NamedText[] = [];
  const add = (path: string) =>
    texts.push({ path, text: READ.test(path) ? readFileSync(join(root, path), 'utf8') : '' });
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) walk(path);
      else if (entry.isFile()) add(path);
    }
  };
  for (const place of places) place.includes('.') ? add(place) : walk(place);
  return texts;
}

/** `readWholeFile`, `READ_WHOLE`, `read-whole.ts` -> read, whole, ... */
export const wordsOf = (name: string): string[] =>
  (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase());

const SINGLE = new Map(
  Object.entries(WORDS).flatMap(([words, instead]) => words.split(' ').map((word) => [word, instead] as const)),
);
const NAME = /[A-Za-z_$][\w$]*(?:-[a-z]\w*)*/g;

/** What is wrong with a name, or null. */
export function judgeName(name: string): string | null {
  const words = wordsOf(name);
  const single = words.find((word) => SINGLE.has(word));
  if (single !== undefined) return `${name}: ${single} -> ${SINGLE.get(single)}`;
  const line = ` ${words.join(' ')} `;
  for (const [banned, instead] of Object.entries(NAMES))
    if (words.length > 1 && line.includes(` ${banned} `)) return `${name}: ${banned} -> ${instead}`;
  if (/^[A-Z][A-Z\d]*(_[A-Z\d]+)+$/.test(name))
    for (const word of [words[0]!, words.at(-1)!]) if (word in LIMITS) return `${name}: ${word} -> ${LIMITS[word]}`;
  return null;
}

/** Everything in these texts and their paths that a reader of the field would have to translate. */
export function findBanned(texts: readonly NamedText[]): Finding[] {
  const judged = new Map<string, string | null>();
  const judge = (name: string): string | null => {
    const known = judged.get(name);
    if (known !== undefined) return known;
    const problem = judgeName(name);
    judged.set(name, problem);
    return problem;
  };
  return texts.flatMap(({ path, text }) => {
    const found: Finding[] = [];
    for (const folder of path.split('/').slice(0, -1)) {
      if (folder in FOLDERS) found.push({ path, text: path, problem: `folder ${folder} -> ${FOLDERS[folder]}` });
    }
    const ofFile = judge(basename(path).replace(/\.\w+$/, ''));
    if (ofFile !== null) found.push({ path, text: path, problem: ofFile });
    for (const line of text.split('\n'))
      for (const [name] of line.matchAll(NAME)) {
        const problem = judge(name);
        if (problem !== null) found.push({ path, text: line.trim(), problem });
      }
    // Sentences go on in the next line, behind the mark of a comment.
    const running = text.replace(/\s*\n\s*(?:(?:\*|\/\/|#|>)\s)?\s*/g, ' ');
    for (const [pattern, instead] of PHRASES)
      for (const match of running.matchAll(new RegExp(pattern, `${pattern.flags}g`)))
        found.push({
          path,
          text: running.slice(Math.max(0, match.index - 40), match.index + 60),
          problem: `"${match[0]}" -> ${instead}`,
        });
    return found;
  });
}
