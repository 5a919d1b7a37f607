/**
 * Names in a bucket and messages of a service may hold anything, such as sequences that a terminal obeys or that turn the
 * direction of writing around: what is not a character to read is shown as U+FFFD.
 */
const UNSEEN = String.raw`\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069`;
const IN_A_LINE = new RegExp(`[${UNSEEN}]`, 'gu');
const IN_A_TEXT = new RegExp(`(?![\\n\\t])[${UNSEEN}]`, 'gu');

const SHOWN = '\ufffd';

/** For what is shown on one line: a name, an address. */
export const plainLine = (text: string): string => text.replace(IN_A_LINE, SHOWN);

/** For messages, which may have several lines. */
export const plainText = (text: string): string => text.replace(IN_A_TEXT, SHOWN);
