import test from 'ava';
import { findAction, KEY_BINDINGS, type KeyPress } from '../../src/report-page/model/keys.ts';

const press = (key: string, changes: Partial<KeyPress> = {}) =>
  findAction({ key, shiftKey: false, otherModifier: false, focus: 'page', ...changes });

test('no key means two things', (t) => {
  const keys = KEY_BINDINGS.flatMap((binding) => binding.keys);
  t.is(new Set(keys).size, keys.length);
  t.is(new Set(KEY_BINDINGS.map(({ action }) => action)).size, KEY_BINDINGS.length);
});

test('Shift picks another action where there is one', (t) => {
  t.is(press('ArrowRight'), 'frame-forward');
  t.is(press('ArrowRight', { shiftKey: true }), 'shot-forward');
  t.is(press('b'), 'break-forward');
  t.is(press('B', { shiftKey: true }), 'break-back');
  t.is(press('?', { shiftKey: true }), 'toggle-help');
  t.is(press('+', { shiftKey: true }), 'zoom-in');
});

test('keys belong to what has the focus', (t) => {
  t.is(press('b', { focus: 'field' }), null);
  t.is(press(' ', { focus: 'control' }), null);
  t.is(press('b', { focus: 'control' }), 'break-forward');
  t.is(press('ArrowDown'), null);
  t.is(press('ArrowDown', { focus: 'player' }), 'shot-forward');
  t.is(press('b', { otherModifier: true }), null);
  t.is(press('F5'), null);
});
