import test from 'ava';
import fc from 'fast-check';
import { createNames, kebab } from '../../../../tools/serverless-google/src/config/names.ts';

test('makes names of keys', (t) => {
  t.is(kebab('analyzeChunk'), 'analyze-chunk');
  const names = createNames('reelsight', 'dev');
  t.is(names.functionName('analyzeChunk'), 'reelsight-dev-analyze-chunk');
  t.is(names.accountId('analyzeChunk'), 'reelsight-dev-analyze-chunk');
  t.regex(createNames('reelsight', 'production').accountId('analyzeChunk'), /^reelsight-production-an-[0-9a-f]{6}$/);
  t.is(createNames('a', 'b').accountId('c'), 'a-b-c-account');
});

test('names are legal, and of different keys different', (t) => {
  const text = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,40}$/);
  fc.assert(
    fc.property(text, text, text, text, (service, stage, key, other) => {
      const names = createNames(service, stage);
      t.regex(names.accountId(key), /^[a-z](?:[-a-z0-9]{4,28})[a-z0-9]$/);
      t.regex(names.functionName(key), /^[a-z](?:[-a-z0-9]{0,47}[a-z0-9])?$/);
      t.regex(names.workflowName(key), /^[a-z][\w-]{0,63}$/);
      if (kebab(key) !== kebab(other)) t.not(names.accountId(key), names.accountId(other));
    }),
  );
});
