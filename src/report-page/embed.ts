import { type Markup, trustMarkup } from './markup.ts';

// Inside a script element only these can end it, start a comment or, to older readers, end a line.
const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** A value as JSON that is safe inside a script element; `JSON.parse` gives the value back. */
export const toScriptJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => ESCAPES[character]!);

/** A data block that a script reads with `JSON.parse(document.getElementById(id).textContent)`. */
export const embedJson = (id: string, value: unknown): Markup =>
  trustMarkup(`<script type="application/json" id="${id}">${toScriptJson(value)}</script>`);
