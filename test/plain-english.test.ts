import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { EXCEPTIONS } from './helpers/plain-english/banned-words.ts';
import { type Finding, findBanned, judgeName, readTexts, wordsOf } from './helpers/plain-english/find-banned.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const PLACES = [
  ...['src', 'models', 'tools', 'scripts', 'bench', 'test', 'docs'],
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'serverless.aws.yml', 'serverless.gcp.yml'],
].filter((place) => existsSync(join(ROOT, place)));

/** These name the words. */
const OWN = /^test\/(helpers\/)?plain-english/;
const found = findBanned(readTexts(ROOT, PLACES).filter(({ path }) => !OWN.test(path)));
const isExcepted = ({ path, text }: Finding) =>
  EXCEPTIONS.some((exception) => exception.file.test(path) && text.includes(exception.text));
const show = ({ path, text, problem }: Finding) => `${path}: ${problem}\n    ${text.slice(0, 160)}`;

test('names, messages and documents use the words of the field', (t) => {
  t.deepEqual(found.filter((finding) => !isExcepted(finding)).map(show), []);
});

test('no exception outlives its reason', (t) => {
  const unused = EXCEPTIONS.filter(
    ({ file, text }) => !found.some((finding) => file.test(finding.path) && finding.text.includes(text)),
  );
  t.deepEqual(unused, []);
});

test('a name is read word by word', (t) => {
  t.deepEqual(wordsOf('readWholeURLs2'), ['read', 'whole', 'ur', 'ls', '2']);
  t.deepEqual(wordsOf('PIECE_LIST'), ['piece', 'list']);
  t.regex(judgeName('onPiece') ?? '', /piece -> chunk/);
  t.regex(judgeName('read-whole') ?? '', /withSource/);
  t.regex(judgeName('MOST_ROWS') ?? '', /MAX_/);
  t.regex(judgeName('ON_AT_LEAST') ?? '', /MIN_/);
  for (const fine of ['masterpiece', 'atLeastOne', 'mostLikely', 'swatch', 'wholeNumber']) t.is(judgeName(fine), null);
});

test('a turn of phrase is found over the end of a line, and "there is no" is none', (t) => {
  const judge = (text: string) => findBanned([{ path: 'src/a.ts', text }]).map(({ problem }) => problem);
  t.is(judge('/**\n * What is no\n * picture.\n */').length, 1);
  t.is(judge("throw new Error('It is no video.')").length, 1);
  t.is(judge('There is no video, and it is no longer here.').length, 0);
  t.is(judge('reelsight train --hidden 8, `models list`, --hidden-units 8').length, 1);
  t.is(findBanned([{ path: 'src/pieces/a.ts', text: '' }]).length, 1);
});
