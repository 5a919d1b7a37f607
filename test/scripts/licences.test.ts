import test from 'ava';
import { listLicences, readLockedPackages } from '../../scripts/licences.ts';

test('what comes with Reelsight may be used, changed and sold; GPL covers ffmpeg and ffprobe alone', (t) => {
  const licences = listLicences(readLockedPackages());
  const free = [
    '(MIT OR CC0-1.0)',
    '0BSD',
    'Apache-2.0',
    'BSD-3-Clause',
    'BlueOak-1.0.0',
    'ISC',
    'MIT',
    'NIST-Software',
  ];
  const covered = ['GPL-3.0', 'LGPL-2.1'];
  t.deepEqual(
    [...licences.keys()].filter((licence) => !free.includes(licence) && !covered.includes(licence)),
    [],
  );
  for (const licence of covered)
    for (const name of licences.get(licence) ?? []) t.regex(name, /^@ff(mpeg|probe)-installer\//);
});

test('a package of ours that names no licence is seen', (t) => {
  const packages = {
    '': { version: '1' },
    'node_modules/a': { version: '1.0.0', license: 'MIT' },
    'node_modules/a/node_modules/@b/c': { version: '2.0.0' },
    'node_modules/d': { version: '3.0.0', license: 'Bad', dev: true },
  };
  t.deepEqual(
    [...listLicences(packages)],
    [
      ['MIT', ['a@1.0.0']],
      ['unknown', ['@b/c@2.0.0']],
    ],
  );
});
