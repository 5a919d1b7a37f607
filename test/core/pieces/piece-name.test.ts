import test from 'ava';
import { namePiece } from '../../../src/core/pieces/piece-name.ts';
import { HOSTILE_NAMES } from '../../helpers/sample-report.ts';

test('a piece has its video’s name and its number', (t) => {
  t.is(namePiece('harbour.mp4', 0, 12, 'mp4'), 'harbour-001.mp4');
  t.is(namePiece('a.b.mov', 11, 1200, 'mkv'), 'a.b-0012.mkv');
  t.is(namePiece('日本 🎬.mp4', 0, 1, 'ts'), '日本 🎬-001.ts');
  t.is(namePiece('.mp4', 0, 1, 'ts'), 'video-001.ts');
});

test('names are files that nothing stumbles over', (t) => {
  for (const name of [...HOSTILE_NAMES, '-rf.mp4', '..', '../../x.mp4', '%d%06d.mp4', 'a:b|c?.mp4', 'é🎬'.repeat(90)]) {
    const piece = namePiece(name, 4, 9, 'mp4');
    t.regex(piece, /^[^-.][^/\\%:|?*<>"]*-005\.mp4$/, name);
    t.notRegex(piece, /[\p{Cc}\p{Cs}\u2028\u202e]/u, name);
    t.true(Buffer.byteLength(piece) <= 255, name);
  }
});
