import test from 'ava';
import { nameSegment } from '../../../src/core/split/segment-name.ts';
import { HOSTILE_NAMES } from '../../helpers/sample-report.ts';

test('a segment has its video’s name and its number', (t) => {
  t.is(nameSegment('harbour.mp4', 0, 12, 'mp4'), 'harbour-001.mp4');
  t.is(nameSegment('a.b.mov', 11, 1200, 'mkv'), 'a.b-0012.mkv');
  t.is(nameSegment('日本 🎬.mp4', 0, 1, 'ts'), '日本 🎬-001.ts');
  t.is(nameSegment('.mp4', 0, 1, 'ts'), 'video-001.ts');
});

test('names are files that nothing stumbles over', (t) => {
  for (const name of [...HOSTILE_NAMES, '-rf.mp4', '..', '../../x.mp4', '%d%06d.mp4', 'a:b|c?.mp4', 'é🎬'.repeat(90)]) {
    const segment = nameSegment(name, 4, 9, 'mp4');
    t.regex(segment, /^[^-.][^/\\%:|?*<>"]*-005\.mp4$/, name);
    t.notRegex(segment, /[\p{Cc}\p{Cs}\u2028\u202e]/u, name);
    t.true(Buffer.byteLength(segment) <= 255, name);
  }
});
