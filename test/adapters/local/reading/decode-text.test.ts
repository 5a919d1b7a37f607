import test from 'ava';
import { decodeText } from '../../../../src/adapters/local/reading/decode-text.ts';

const decode = (bytes: Buffer) => {
  const warnings: string[] = [];
  return { text: decodeText(bytes, 'shop.csv', (warning) => warnings.push(warning)), warnings };
};
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16be = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

test('UTF-8 and UTF-16 are read, with their marks taken away', (t) => {
  const text = 'id\r\nBière 日本 🍺';
  for (const bytes of [
    Buffer.from(text),
    Buffer.from(`\ufeff${text}`),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    utf16be(text),
  ])
    t.deepEqual(decode(bytes), { text, warnings: [] });
});

test('Windows-1252 is recognised, with a warning that names the first such line', (t) => {
  const cases: [string, string][] = [
    ['id\n1\nBi\xe8re brune \xe0 \xe9t\xe9\n', 'id\n1\nBière brune à été\n'],
    ['a\nb\nTeppich Gr\xfcn 3 m\xb2, 20\xb0C, \x80 12\n', 'a\nb\nTeppich Grün 3 m², 20°C, € 12\n'],
    ['a\nb\nl\x92\xe9t\xe9 \x96 \xabCaf\xe9\xbb\n', 'a\nb\nl’été – «Café»\n'],
    ['a\nb\nC\xd4TE D\x92\xc9T\xc9\n', 'a\nb\nCÔTE D’ÉTÉ\n'],
    ['a\nb\n\xbfQu\xe9 a\xf1o?\n', 'a\nb\n¿Qué año?\n'],
    ['a\nb\nKoude m\xfcesli, cr\xe8me br\xfbl\xe9e, \x9cuf\n', 'a\nb\nKoude müesli, crème brûlée, œuf\n'],
  ];
  for (const [bytes, text] of cases) {
    const read = decode(latin1(bytes));
    t.is(read.text, text);
    t.regex(read.warnings.join(), /^"shop\.csv" is not UTF-8 \(the first such line is line 3\)/);
    t.false(read.text.includes('\ufffd'));
  }
});

test('what is neither is refused with the line', (t) => {
  const cases: Record<string, Buffer> = {
    // "ok", a line break, and then:
    'cut UTF-8': Buffer.concat([Buffer.from('ok\nété '), latin1('\xe9'), Buffer.from(' crème')]),
    'Windows-1251': latin1('ok\n\xcf\xf0\xe8\xe2\xe5\xf2 \xec\xe8\xf0'),
    'Windows-1253': latin1('ok\n\xca\xe1\xeb\xe7\xec\xdd\xf1\xe1'),
    'Windows-1250': latin1('ok\n\xa3\xf3d\x9f, ma\xb3e, bia\xb3y'),
    GBK: latin1('ok\n\xc4\xe3\xba\xc3\xca\xc0\xbd\xe7'),
    'Shift-JIS': latin1('ok\n\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd'),
    'Mac Roman': latin1('ok\ncr\x8fme br\x9el\x8ee'),
    'bytes without a character': latin1('ok\n\x81'),
  };
  for (const [what, bytes] of Object.entries(cases))
    t.throws(() => decode(bytes), { message: /"shop\.csv" is not UTF-8: the first such line is line 2/ }, what);
  t.throws(() => decodeText(latin1('ok\nBi\xe8re'), 'policy.json'), { message: /is not UTF-8.*line 2/ });
});

test('binary bytes and damaged UTF-16 are refused', (t) => {
  t.throws(() => decode(Buffer.from('ok\n\0')), { message: /line 2 holds a zero byte/ });
  t.throws(() => decode(Buffer.from('ok', 'utf16le')), { message: /zero byte/ });
  t.throws(() => decode(Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])), { message: /UTF-32/ });
  t.throws(() => decode(Buffer.from('\ufeffa\ud800b', 'utf16le')), { message: /not all of it is UTF-16/ });
  t.throws(() => decode(Buffer.concat([Buffer.from('\ufeffab', 'utf16le'), Buffer.from('c')])), { message: /damaged/ });
});
