import test from 'ava';
import { plainLine, plainText } from '../../../../src/adapters/local/terminal/plain-text.ts';

for (const [what, text, line, message] of [
  ['what people write', 'Ünï 𝕏 👩‍👩‍👧 שלום.mp4', 'Ünï 𝕏 👩‍👩‍👧 שלום.mp4', 'Ünï 𝕏 👩‍👩‍👧 שלום.mp4'],
  ['the sequence that clears a screen', 'a\x1b[2Jb', 'a\ufffd[2Jb', 'a\ufffd[2Jb'],
  ['its form of one character', 'a\u009b2Jb', 'a\ufffd2Jb', 'a\ufffd2Jb'],
  ['lines and tabs', 'a\n\tb', 'a\ufffd\ufffdb', 'a\n\tb'],
  ['a return to the start of the line', 'bad\rok', 'bad\ufffdok', 'bad\ufffdok'],
  ['NUL and DEL', '\0\x7f', '\ufffd\ufffd', '\ufffd\ufffd'],
  ['writing that is turned around', 'a\u202egpj.mp4', 'a\ufffdgpj.mp4', 'a\ufffdgpj.mp4'],
] as const)
  test(`on a terminal: ${what}`, (t) => {
    t.is(plainLine(text), line);
    t.is(plainText(text), message);
  });
