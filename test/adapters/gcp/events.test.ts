import test from 'ava';
import { chunkEventSchema, failEventSchema, uploadedVideoOf } from '../../../src/adapters/gcp/events.ts';

const run = { id: '0'.repeat(32), attempt: 1 };

test('of all new objects only those under videos/ are videos', (t) => {
  t.is(uploadedVideoOf({ bucket: 'b', name: 'videos/a film+ä.mp4' }), 'gs://b/videos/a film+ä.mp4');
  for (const name of ['analyses/x/report.json', 'uploads/x/film.mp4', 'videos/', 'videos/folder/', 'myvideos/film.mp4'])
    t.is(uploadedVideoOf({ bucket: 'b', name }), null, name);
});

test('a chunk is told by its position', (t) => {
  t.true(chunkEventSchema.safeParse({ ...run, itemsKey: 'items.json', position: 0 }).success);
  for (const position of [-1, 1.5, '1', undefined])
    t.false(chunkEventSchema.safeParse({ ...run, itemsKey: 'items.json', position }).success, String(position));
});

test('a failure may be of whatever kind the workflow knows, and need not say all', (t) => {
  for (const error of [
    { code: 500, message: 'HTTP server responded with error code 500', headers: {}, tags: ['HttpError'], body: 'html' },
    { message: 'Connection refused', tags: ['ConnectionError'] },
    { message: null },
  ])
    t.true(failEventSchema.safeParse({ ...run, error }).success);
});
