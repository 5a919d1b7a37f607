import test from 'ava';
import { createFolderNames } from '../../../../src/adapters/local/batch/folder-names.ts';

test('videos of one name get folders of their own', (t) => {
  const nameFolder = createFolderNames('out', '.reelsight');
  const names = ['film.mp4', 'film.mp4', 'Film.MP4', 'other.mp4', 'film.mp4-2', '..', 'cafe\u0301', 'caf\u00e9'];
  t.deepEqual(names.map(nameFolder), [
    'out/film.mp4.reelsight',
    'out/film.mp4-2.reelsight',
    'out/Film.MP4-3.reelsight',
    'out/other.mp4.reelsight',
    'out/film.mp4-2-2.reelsight',
    'out/...reelsight',
    'out/cafe\u0301.reelsight',
    'out/caf\u00e9-2.reelsight',
  ]);
  t.is(createFolderNames(undefined, '.segments')('film.mp4'), 'film.mp4.segments');
});
