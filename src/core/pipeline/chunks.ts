import type { VideoProbe } from '../media/probe.ts';
import type { Chunk } from './chunk.ts';

/** However long the video, no plan has more chunks: Step Functions' and Workflows' limits lie above it. */
export const MAX_CHUNKS = 5_000;

/**
 * Pixels that a worker decodes in a third of the quarter of an hour that clouds give it, on a core that is slow: 20
 * million a second. ProRes and H.264 of 250 Mbit/s were decoded at 66 to 90 million a second, see docs/decoding.md.
 */
const CHUNK_PIXELS = 6e9;
/** Codecs that take more for a pixel, at high rates and ten bits. */
const PIXEL_COST: Readonly<Record<string, number>> = { hevc: 1.5, av1: 1.5, vp9: 1.5 };
/** Each chunk decodes some seconds before its first frame: shorter ones would decode little else. */
const MIN_CUT_SECONDS = 2;

/** The longest chunk, in seconds, that a worker decodes in its time, however large the pictures are. */
function longestChunk({ width, height, frameRate, videoCodec }: DecodeCost): number {
  const perSecond = (width * height * frameRate.numerator) / frameRate.denominator;
  return Math.max(MIN_CUT_SECONDS, CHUNK_PIXELS / (perSecond * (PIXEL_COST[videoCodec] ?? 1)));
}

type DecodeCost = Pick<VideoProbe, 'width' | 'height' | 'frameRate' | 'videoCodec'>;

/**
 * Cuts the frame grid into chunks of about `chunkSeconds` that tile [0, frameCount), shorter where so many
 * pixels are too much for a worker. One chunk listens as well; with
 * more, a last chunk without frames does nothing but listen, so that the sound is always decoded from its start.
 * They are numbered from `firstIndex` on.
 */
export function cutIntoChunks(
  probe: Pick<VideoProbe, 'frameCount' | 'audioStream'> & DecodeCost,
  chunkSeconds: number | null,
  firstIndex = 0,
): Chunk[] {
  const { frameCount, frameRate } = probe;
  const wanted =
    chunkSeconds === null
      ? frameCount
      : Math.round((Math.min(chunkSeconds, longestChunk(probe)) * frameRate.numerator) / frameRate.denominator);
  const hasAudio = probe.audioStream !== null;
  const chunkFrames = Math.max(1, wanted, Math.ceil(frameCount / (MAX_CHUNKS - (hasAudio ? 1 : 0))));
  const count = Math.ceil(frameCount / chunkFrames);
  const chunks = Array.from({ length: count }, (_, i) => ({
    index: firstIndex + i,
    startFrame: i * chunkFrames,
    endFrame: Math.min(frameCount, (i + 1) * chunkFrames),
    audio: hasAudio && count === 1,
  }));
  if (hasAudio && count > 1)
    chunks.push({ index: firstIndex + count, startFrame: frameCount, endFrame: frameCount, audio: true });
  return chunks;
}
