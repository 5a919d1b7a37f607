import test from 'ava';
import { createRandomSource } from '../../../models/shots/random.ts';
import { CANVAS_BYTES } from '../../../models/shots/shot-source.ts';
import { createTransition } from '../../../models/shots/transitions.ts';

const [OUTGOING, INCOMING] = [60, 200];
const outgoing = new Uint8Array(CANVAS_BYTES).fill(OUTGOING);
const incoming = new Uint8Array(CANVAS_BYTES).fill(INCOMING);
const styles = Array.from({ length: 80 }, (_, seed) => createTransition(createRandomSource(seed)));

const draw = (style: (typeof styles)[number], progress: number): Uint8Array => {
  const out = new Uint8Array(CANVAS_BYTES);
  style.blend(out, outgoing, incoming, progress);
  return out;
};
const meanOf = (picture: Uint8Array) => picture.reduce((sum, value) => sum + value, 0) / picture.length;

test('all kinds come, and cuts alone take no time', (t) => {
  t.deepEqual([...new Set(styles.map(({ kind }) => kind))].sort(), ['cut', 'dissolve', 'fade', 'wipe']);
  for (const { kind, seconds } of styles) t.is(seconds === 0, kind === 'cut');
});

test('a transition begins with the outgoing picture and ends with the incoming one', (t) => {
  for (const style of styles.filter(({ kind }) => kind !== 'cut')) {
    t.true(Math.abs(meanOf(draw(style, 0.001)) - OUTGOING) < 5, style.kind);
    t.true(Math.abs(meanOf(draw(style, 0.999)) - INCOMING) < 5, style.kind);
  }
});

test('a dissolve mixes, a wipe shows either, a fade goes through black or white', (t) => {
  for (const style of styles) {
    const middle = draw(style, 0.5);
    if (style.kind === 'dissolve') t.true(Math.abs(meanOf(middle) - (OUTGOING + INCOMING) / 2) < 2);
    if (style.kind === 'wipe') {
      const pure = middle.filter((value) => value === OUTGOING || value === INCOMING).length;
      t.true(pure / CANVAS_BYTES > 0.5 && meanOf(middle) > OUTGOING && meanOf(middle) < INCOMING);
    }
    if (style.kind !== 'fade') continue;
    const steps = Array.from({ length: 99 }, (_, i) => meanOf(draw(style, (i + 1) / 100)));
    t.true(Math.min(...steps) < OUTGOING / 2 || Math.max(...steps) > INCOMING + 20);
  }
});
