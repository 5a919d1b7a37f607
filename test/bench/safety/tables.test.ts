import test from 'ava';
import { countRisks } from '../../../bench/safety/tables.ts';

test('a row counts with the worst risk of the categories named; what is not assessed counts as none', (t) => {
  const rows = [
    {
      name: 'a',
      risks: new Map([
        ['arms', 'low'],
        ['fire', 'high'],
      ]),
    },
    { name: 'b', risks: new Map([['arms', 'medium']]) },
    { name: 'c', risks: new Map<string, string>() },
    { name: 'd', risks: new Map([['adult', 'floor']]) },
  ];
  t.deepEqual(countRisks(rows, ['arms', 'fire']), ['50.0 %', '0.0 %', '25.0 %', '25.0 %', '0.0 %', '50.0 %']);
});
