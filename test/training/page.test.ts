import test from 'ava';
import { renderTrainingPage, trainHead } from '../../src/training/index.ts';
import { drawEmbeddings, SMALL_NETWORK } from '../helpers/embeddings.ts';

const head = await trainHead({
  ...{ name: 'toy', title: 'Toys <b>', taxonomy: 'toy', kind: 'multi-class', data: 'drawn', licence: 'MIT' },
  network: SMALL_NETWORK,
  // So far apart that some are told wrong.
  pictures: drawEmbeddings(['<i>ball</i>', 'car', 'doll', 'kite', 'robot', 'top'], { spread: 4 }),
});

test('the page shows scores, mistakes, classes and confusion, and runs no script', (t) => {
  const worst = head.evaluation!.mistakes[0];
  const page = renderTrainingPage({ head, thumbnails: new Map([[worst.id, Uint8Array.of(255, 216, 255)]]) });
  t.regex(page, /script-src &#39;none&#39;/);
  t.notRegex(page, /<script|style="|<i>|Toys <b>/);
  t.regex(page, /First guess right/);
  t.regex(page, /Right among five/);
  t.is(page.match(/class="mistake"/g)?.length, 1);
  t.regex(page, /src="data:image\/jpeg;base64,\/9j\/"/);
  t.is(page.match(/<tr><th scope="row">(car|doll|kite|robot|top)<\/th>/g)?.length, 10);
  t.regex(page, /class="(right|wrong) heat-\d/);
});

test('a head that was not scored says so', (t) => {
  const page = renderTrainingPage({ head: { ...head, evaluation: null }, thumbnails: new Map() });
  t.regex(page, /No pictures were left to score with/);
  t.regex(page, /Cross-validation/);
});
