import type { TestFn } from 'ava';
import { type ObjectStore, ReelsightError } from '../../src/core/index.ts';
import type { MultipartUploads } from '../../src/service/index.ts';
import { collect } from '../helpers/collect.ts';

interface Place {
  readonly uploads: MultipartUploads;
  readonly store: ObjectStore;
}

const BYTES = Buffer.from(Uint8Array.from({ length: 100 }, (_, i) => i));

/** What an upload does where an object lies already, or where its parts do not fit. */
export function testUploadsInPlace(test: TestFn, name: string, open: () => Promise<Place>): void {
  test(`${name}: what lies there stays when others are uploaded in its place`, async (t) => {
    const { uploads, store } = await open();
    const key = 'uploads/abc/film.mp4';
    const put = async (bytes: Buffer) => {
      const { uploadId, partUrls } = await uploads.begin(key, bytes.length);
      const { headers } = await fetch(partUrls[0]!, { method: 'PUT', body: bytes });
      return () => uploads.complete(key, uploadId, [headers.get('etag') ?? '']);
    };
    const [first, second] = [await put(BYTES), await put(Buffer.alloc(100, 7))];
    t.is(await first(), uploads.addressOf(key));
    t.is(await second(), uploads.addressOf(key));
    t.deepEqual(Buffer.from(await store.get(key)), BYTES);
  });

  test(`${name}: parts that do not fit make no object`, async (t) => {
    const { uploads, store } = await open();
    const { uploadId, partUrls } = await uploads.begin('uploads/a/b.mp4', 100);
    t.is(partUrls.length, 1);
    await fetch(partUrls[0]!, { method: 'PUT', body: BYTES });
    const wrong = uploads.complete('uploads/a/b.mp4', uploadId, ['"00000000000000000000000000000000"']);
    t.is((await t.throwsAsync(wrong, { instanceOf: ReelsightError }))?.kind, 'input');
    await uploads.abort('uploads/a/b.mp4', uploadId);
    await uploads.abort('uploads/a/b.mp4', uploadId);
    t.deepEqual(await collect(store.list('')), []);
  });
}
