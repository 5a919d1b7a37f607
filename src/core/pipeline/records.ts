import { decode, encode } from '@msgpack/msgpack';
import { z } from 'zod';
import type { Sample, SamplePicture } from '../measurements/samples.ts';
import type { SoundMeasurement } from '../measurements/sound-measurement.ts';
import type { ObjectStore } from '../ports.ts';
import { chunkSchema } from './chunk.ts';

/** What a worker says of its chunk when it is done. It is written last: where it lies, the chunk is whole. */
const chunkRecordSchema = z.object({
  chunk: chunkSchema,
  /** Frames that were decoded of the chunk; fewer than asked for only where the video ends. */
  frameCount: z.int().nonnegative(),
  /** Checksums of the small frames just before the chunk, and of its own last ones: neighbours must agree on them. */
  contextHashes: z.array(z.int().nonnegative()),
  tailHashes: z.array(z.int().nonnegative()),
  samplePartCount: z.int().nonnegative(),
  /** Pictures that were decoded of the chunk, by block of the frame grid: a block may be shared with a neighbour. */
  pictures: z.object({ firstBlock: z.int().nonnegative(), counts: z.array(z.int().nonnegative()) }),
  hasAudio: z.boolean(),
  /** Why the sound was not measured, where it should have been. */
  soundFault: z.enum(['not-decodable', 'format-changes']).nullable(),
  /** Sound behind the last picture, which is not measured. */
  soundAfterSeconds: z.number().nonnegative(),
  /** How often the decoder of the pictures reported an error: it shows what it can, with wrong parts. */
  pictureErrors: z.int().nonnegative(),
  /** Whether the decoder met damage. */
  isDamaged: z.boolean(),
  /** Whether all that it reported are pictures that do not come out at all. */
  lostOnly: z.boolean(),
  usage: z.object({
    wallMs: z.number(),
    decodeCpuMs: z.number(),
    inferenceWallMs: z.number(),
    processCpuMs: z.number(),
    framesDecoded: z.int(),
    framesInferred: z.int(),
    bytesRead: z.int(),
    peakMemoryBytes: z.int(),
  }),
});

export type ChunkRecord = z.infer<typeof chunkRecordSchema>;

export const analysisKey = (analysisId: string, name: string): string => `analyses/${analysisId}/${name}`;

/** Key of one of a chunk's objects. */
export const chunkKey = (analysisId: string, chunkIndex: number, suffix: string): string =>
  analysisKey(analysisId, `chunks/${String(chunkIndex).padStart(5, '0')}${suffix}`);

const asBytes = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
/** Copies, because a view of floats must start at a multiple of four bytes. */
const asFloats = (bytes: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(bytes).buffer);

/** A chunk's measurements in the object store: signals and loudness as raw floats, samples as MessagePack. */
export function openChunk(store: ObjectStore, analysisId: string, chunkIndex: number) {
  const key = (suffix: string) => chunkKey(analysisId, chunkIndex, suffix);
  const partKey = (part: number, suffix: string) => key(`-${String(part).padStart(4, '0')}${suffix}`);
  return {
    putSignals: (values: Float32Array) => store.put(key('.signals'), asBytes(values)),
    getSignals: async () => asFloats(await store.get(key('.signals'))),
    putAudio: (sound: SoundMeasurement) =>
      store.put(
        key('.audio'),
        encode({
          ...sound,
          levelsDb: asBytes(sound.levelsDb),
          stepsDb: asBytes(sound.stepsDb),
          lufs: asBytes(sound.lufs),
        }),
      ),
    async getAudio(): Promise<SoundMeasurement> {
      const sound = decode(await store.get(key('.audio'))) as {
        [name in keyof SoundMeasurement]: SoundMeasurement[name] extends number ? number : Uint8Array;
      };
      return {
        ...sound,
        levelsDb: asFloats(sound.levelsDb),
        stepsDb: asFloats(sound.stepsDb),
        lufs: asFloats(sound.lufs),
      };
    },
    putSamples: (part: number, samples: readonly Sample[]) =>
      store.put(
        partKey(part, '.samples'),
        encode(samples.map((s) => ({ ...s, embedding: asBytes(s.embedding), scores: s.scores.map(asBytes) }))),
      ),
    async getSamples(part: number): Promise<Sample[]> {
      const samples = decode(await store.get(partKey(part, '.samples'))) as {
        frame: number;
        scores: Uint8Array[];
        embedding: Uint8Array;
        detections: Sample['detections'];
      }[];
      return samples.map((s) => ({ ...s, embedding: asFloats(s.embedding), scores: s.scores.map(asFloats) }));
    },
    /** Apart from the samples: the join reads all of those, and a few of these. */
    putPictures: (part: number, pictures: readonly SamplePicture[]) =>
      store.put(partKey(part, '.pictures'), encode(pictures)),
    getPictures: async (part: number) => decode(await store.get(partKey(part, '.pictures'))) as SamplePicture[],
    putRecord: (record: ChunkRecord) => store.put(key('.json'), Buffer.from(JSON.stringify(record))),
    getRecord: async (): Promise<ChunkRecord> =>
      chunkRecordSchema.parse(JSON.parse(Buffer.from(await store.get(key('.json'))).toString())),
  };
}
