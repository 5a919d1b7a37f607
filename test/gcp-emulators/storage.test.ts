import test from 'ava';
import { testGcsLinks, testGcsStore, testGcsVideos } from '../contract/gcs.ts';
import { connect } from '../helpers/gcs-server.ts';
import { startFakeGcs } from './fake-gcs-server.ts';

const emulator = await startFakeGcs();
const storage = connect(emulator.url);
let buckets = 0;
test.after.always(() => emulator.stop());

// fake-gcs-server 1.52 does not begin uploads in parts (400, "invalid uploadType"), and its XML API tells no code for a
// bucket that is missing: testGcsUploads and testGcsMissingBucket are not run here.
for (const part of [testGcsStore, testGcsLinks, testGcsVideos])
  part(test, 'fake-gcs-server', async () => {
    const bucket = `bucket-${++buckets}`;
    await storage.createBucket(bucket);
    return { storage, bucket };
  });
