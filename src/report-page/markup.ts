import { htmlEscape } from 'escape-goat';

/** HTML that may go into a page as it is. Only `html` and `trustMarkup` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type MarkupValue = Markup | string | number | null | false | readonly MarkupValue[];

const render = (value: MarkupValue): string => {
  if (value === null || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
  return htmlEscape(String(value));
};

/**
 * Template tag that escapes everything but other markup; lists are joined, `null` and `false` are left out.
 *
 * @example html`<b>${'1 < 2'}</b>`.text // '<b>1 &lt; 2</b>'
 */
export const html = (strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup =>
  new Markup(strings.map((part, i) => part + (i < values.length ? render(values[i]!) : '')).join(''));

/** Marks text as HTML: for constants of this program, never for anything that came from a video or its name. */
export const trustMarkup = (text: string): Markup => new Markup(text);
