import test from 'ava';
import fc from 'fast-check';
import { embedJson, toScriptJson } from '../../src/report-page/embed.ts';
import { html, trustMarkup } from '../../src/report-page/markup.ts';
import { HOSTILE_NAMES } from '../helpers/sample-report.ts';

test('values are escaped, markup is not', (t) => {
  t.is(html`<b title="${`"'<&>`}">${'1 < 2'}</b>`.text, '<b title="&quot;&#39;&lt;&amp;&gt;">1 &lt; 2</b>');
  t.is(
    html`<ul>${['a', '<b>'].map((item) => html`<li>${item}</li>`)}</ul>`.text,
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>',
  );
  t.is(html`${null}${false}${0}${trustMarkup('<hr>')}`.text, '0<hr>');
});

test('whatever the text, it adds no tag and ends no attribute', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      t.notRegex(html`${text}`.text, /[<>"']/);
    }),
  );
});

test('embedded JSON reads back and never holds a tag', (t) => {
  const values = fc.oneof(fc.jsonValue(), fc.constantFrom(...HOSTILE_NAMES, '<!--', ']]>', '</script\n>'));
  fc.assert(
    fc.property(values, (value) => {
      const text = toScriptJson(value);
      t.notRegex(text, /[<>&\u2028\u2029]/);
      t.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
    }),
  );
  t.is(embedJson('x', '</script>').text.match(/<\/script>/g)?.length, 1);
});
