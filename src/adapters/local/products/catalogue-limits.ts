import { ReelsightError } from '../../../core/index.ts';

/** Each product's features take some 45 KB of memory for each picture. */
export const MAX_ROWS = 200_000;
export const MAX_COLUMNS = 1_000;
/** Of one row of a CSV, and so of one field: a quote that is never closed ends here. */
export const MAX_ROW_BYTES = 1_000_000;
/** Values of a JSON, or elements and attributes of an XML: a parser makes objects of them, of 100 bytes and more each. */
const MAX_VALUES = 5_000_000;
const MAX_DEPTH = 50;

const [QUOTE, BACKSLASH, COMMA] = ['"', '\\', ','].map((character) => character.charCodeAt(0));
const OPENING = ['{', '['].map((character) => character.charCodeAt(0));
const CLOSING = ['}', ']'].map((character) => character.charCodeAt(0));

/** Refuses a JSON that would take much more memory than its length. Errors: kind `input`. */
export function assertModestJson(text: string, shown: string): void {
  let [depth, values, isString] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isString) {
      if (code === BACKSLASH) i++;
      else if (code === QUOTE) isString = false;
    } else if (code === QUOTE) isString = true;
    else if (code === COMMA) values++;
    else if (CLOSING.includes(code)) depth--;
    else if (OPENING.includes(code)) {
      values++;
      if (++depth > MAX_DEPTH) throw refuse(shown, `is nested more than ${MAX_DEPTH} levels deep`);
    }
    if (values > MAX_VALUES) throw refuse(shown, `holds more than ${MAX_VALUES} values`);
  }
}

/** The same for XML, and for one that declares entities of its own: they may stand for any length. */
export function assertModestXml(text: string, shown: string): void {
  if (text.includes('<!ENTITY')) throw refuse(shown, 'declares entities of its own, which no feed of products needs');
  let marks = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if ((character === '<' || character === '=') && ++marks > 2 * MAX_VALUES)
      throw refuse(shown, `holds more than ${MAX_VALUES} elements`);
  }
}

const refuse = (shown: string, problem: string): ReelsightError =>
  new ReelsightError('input', `The catalogue ${shown} ${problem}. Split it, or give it as CSV or TSV.`);
