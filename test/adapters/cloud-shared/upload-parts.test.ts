import test from 'ava';
import { cutUpload } from '../../../src/adapters/cloud-shared/upload-parts.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

test('parts have 8 MiB or more, in whole MiB, and are at most a thousand', (t) => {
  for (const [sizeBytes, partMib] of [
    [0, 8],
    [1, 8],
    [8000 * MIB, 8],
    [8000 * MIB + 1, 9],
    [50 * GIB, 52],
    [1024 * GIB, 1049],
  ] as const) {
    const { partSizeBytes, partNumbers } = cutUpload('s3://b/k', sizeBytes);
    t.is(partSizeBytes, partMib * MIB, String(sizeBytes));
    t.is(partNumbers.length, Math.max(1, Math.ceil(sizeBytes / partSizeBytes)));
    t.true(partNumbers.length <= 1000);
  }
});
