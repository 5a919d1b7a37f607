import test from 'ava';
import {
  chunkEventSchema,
  failEventSchema,
  runEventSchema,
  uploadEventSchema,
  uploadedVideosOf,
} from '../../../src/adapters/aws/events.ts';
import { parseEvent } from '../../../src/adapters/cloud-shared/parse.ts';

const id = '0123456789abcdef0123456789abcdef';

test("S3's keys are read as it writes them", (t) => {
  const event = parseEvent(uploadEventSchema, {
    Records: ['videos/a+film+%281%29.mp4', 'videos/%C3%A4%2Bb.mp4', 'videos/sub/x.mp4'].map((key) => ({
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: 'b' }, object: { key, size: 1 } },
    })),
  });
  t.deepEqual(uploadedVideosOf(event), [
    's3://b/videos/a film (1).mp4',
    's3://b/videos/ä+b.mp4',
    's3://b/videos/sub/x.mp4',
  ]);
});

test('events carry what their step needs', (t) => {
  t.deepEqual(parseEvent(runEventSchema, { id, attempt: 2 }), { id, attempt: 2 });
  t.deepEqual(parseEvent(chunkEventSchema, { id, attempt: 1, index: 0 }), { id, attempt: 1, index: 0 });
  t.deepEqual(parseEvent(failEventSchema, { id, attempt: 1, error: { Error: 'X' } }), {
    id,
    attempt: 1,
    error: { Error: 'X', Cause: '' },
  });
});

for (const [what, event, message] of [
  ['no event', undefined, /the event/],
  ['an id that leads elsewhere', { id: '../../videos', attempt: 1 }, /id: 32 hex digits/],
  ['no attempt', { id }, /attempt/],
] as const)
  test(`${what} is refused`, (t) => {
    t.throws(() => parseEvent(runEventSchema, event), { message });
  });
