import type { VideoProbe } from '../media/probe.ts';
import type { Chunk } from './chunk.ts';

/** However long the video, no plan has more chunks: Step Functions' and Workflows' limits lie above it. */
export const MAX_CHUNKS = 5_000;

/**
 * Cuts the frame grid into chunks of about `chunkSeconds` that tile [0, frameCount). One chunk listens as well; with
 * more, a last chunk without frames does nothing but listen, so that the sound is always decoded from its start.
 * They are numbered from `firstIndex` on.
 */
export function cutIntoChunks(
  probe: Pick<VideoProbe, 'frameCount' | 'frameRate' | 'audioStream'>,
  chunkSeconds: number | null,
  firstIndex = 0,
): Chunk[] {
  const { frameCount, frameRate } = probe;
  const wanted =
    chunkSeconds === null ? frameCount : Math.round((chunkSeconds * frameRate.numerator) / frameRate.denominator);
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
