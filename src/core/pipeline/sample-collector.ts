import type { Sample, SamplePicture } from '../measurements/samples.ts';

/** Samples in one stored object: some 3 MB, small enough for any worker, large enough for few requests. */
const PART_SAMPLES = 256;

/**
 * Pairs what the network says of a sampled frame with its thumbnail and writes full parts away, so that memory does
 * not grow with the video. Both come in the order of the samples, each at its own pace.
 */
export function createSampleCollector(
  write: (part: number, samples: readonly Sample[], pictures: readonly SamplePicture[]) => Promise<void>,
) {
  const inferred: Sample[] = [];
  const thumbnails: Uint8Array[] = [];
  let parts = 0;
  let writing = Promise.resolve();
  const flush = (count: number) => {
    const samples = inferred.splice(0, count);
    const pictures = thumbnails.splice(0, count).map((thumbnail, i) => ({ frame: samples[i]!.frame, thumbnail }));
    const part = parts++;
    writing = writing.then(() => write(part, samples, pictures));
    // A failed write is reported by the next call; until then it must not count as unhandled.
    writing.catch(() => {});
  };
  const flushFull = async () => {
    if (Math.min(inferred.length, thumbnails.length) >= PART_SAMPLES) flush(PART_SAMPLES);
    await writing;
  };
  return {
    async addInferred(sample: Sample): Promise<void> {
      inferred.push(sample);
      await flushFull();
    },
    async addThumbnail(jpeg: Uint8Array): Promise<void> {
      thumbnails.push(jpeg);
      await flushFull();
    },
    /** Writes what is left and returns the number of parts. A frame whose thumbnail never came is dropped. */
    async finish(): Promise<number> {
      const left = Math.min(inferred.length, thumbnails.length);
      if (left > 0) flush(left);
      await writing;
      return parts;
    },
  };
}
