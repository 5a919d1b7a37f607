import { listensFromMiddle, type VideoPart } from '../measurements/video-part.ts';
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
 * Cuts the frames of a part into chunks of about `chunkSeconds` that tile it, shorter where so many pixels are too much
 * for a worker. One chunk listens as well; with more, and for a part from the middle of a video, a last chunk without
 * frames does nothing but listen, so that the sound is always decoded from the same place.
 * They are numbered from `firstIndex` on.
 */
export function cutIntoChunks(
  probe: Pick<VideoProbe, 'audioStream'> & DecodeCost,
  part: VideoPart,
  chunkSeconds: number | null,
  firstIndex = 0,
): Chunk[] {
  const { frameRate } = probe;
  const frameCount = part.endFrame - part.startFrame;
  const wanted =
    chunkSeconds === null
      ? frameCount
      : Math.round((Math.min(chunkSeconds, longestChunk(probe)) * frameRate.numerator) / frameRate.denominator);
  const hasAudio = probe.audioStream !== null;
  const chunkFrames = Math.max(1, wanted, Math.ceil(frameCount / (MAX_CHUNKS - (hasAudio ? 1 : 0))));
  const count = Math.ceil(frameCount / chunkFrames);
  const listensApart = hasAudio && (count > 1 || listensFromMiddle(part));
  const chunks = Array.from({ length: count }, (_, i) => ({
    index: firstIndex + i,
    startFrame: part.startFrame + i * chunkFrames,
    endFrame: Math.min(part.endFrame, part.startFrame + (i + 1) * chunkFrames),
    audio: hasAudio && !listensApart,
  }));
  if (listensApart)
    chunks.push({ index: firstIndex + count, startFrame: part.endFrame, endFrame: part.endFrame, audio: true });
  return chunks;
}
