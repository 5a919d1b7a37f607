import test from 'ava';
import { describeLabel } from '../../src/core/index.ts';

test('labels are described by an id, a name to show and IAB categories', (t) => {
  t.deepEqual(describeLabel('imagenet', 'espresso'), {
    id: 'n07920052',
    displayName: 'Espresso',
    iabCategories: [{ id: '222', name: 'Non-Alcoholic Beverages' }],
  });
  t.deepEqual(describeLabel('imagenet', 'Cardigan'), {
    id: 'n02113186',
    displayName: 'Cardigan Welsh corgi',
    iabCategories: [{ id: '425', name: 'Dogs' }],
  });
  t.deepEqual(describeLabel('everyday', 'kitchen'), {
    id: 'everyday/kitchen',
    displayName: 'Kitchen',
    iabCategories: [
      { id: '283', name: 'Interior Decorating' },
      { id: '216', name: 'Cooking' },
    ],
  });
  t.deepEqual(describeLabel('safety', 'firearms'), {
    id: 'safety/firearms',
    displayName: 'Firearms',
    iabCategories: [{ id: 'avbNf2', name: 'Arms & Ammunition' }],
  });
  t.deepEqual(describeLabel('nsfwjs', 'Neutral'), { id: 'nsfwjs/Neutral', displayName: 'Neutral', iabCategories: [] });
});

test('of labels that the table does not hold nothing is said', (t) => {
  for (const [taxonomy, name] of [
    ['my-own-head', 'kitchen'],
    ['everyday', 'Kitchen'],
    ['imagenet', 'constructor'],
    ['__proto__', 'constructor'],
    ['toString', 'name'],
  ] as const)
    t.is(describeLabel(taxonomy, name), null, `${taxonomy}: ${name}`);
});
