import {
  type AnalysisOptionsInput,
  type Plan,
  planAnalysis,
  resolveOptions,
  type VideoProbe,
} from '../../src/core/index.ts';
import type { ChunkRecord } from '../../src/core/pipeline/records.ts';

/** What is known of a video of 10 frames a second in blocks of a second; `counts` are the pictures in each block. */
export function createProbe(counts: readonly number[], more: Partial<VideoProbe> = {}): VideoProbe {
  return {
    ...{ demuxer: 'mov', videoStream: 0, audioStream: 1, videoCodec: 'h264', audioCodec: 'aac', audioLayout: 'mono' },
    ...{ width: 320, height: 180, displayWidth: 320, displayHeight: 180, rotationDegrees: 0, isHdr: false },
    ...{ timeBase: { numerator: 1, denominator: 10 }, firstPts: 0, frameRate: { numerator: 10, denominator: 1 } },
    ...{ containerStartSeconds: 0, startSeconds: 0, frameCount: 10 * counts.length, isSplittable: true },
    ...{ declaredSeconds: counts.length, clock: 'file', leaps: [], choices: [], startTimecode: null },
    ...{ startTimecodeRate: null, ignoresRotation: false, pictureDelaySeconds: 0 },
    pictureBlocks: { frames: 10, counts: [...counts], keyCounts: null },
    ...more,
  };
}

/** The plan of such a video for one worker. */
export const createPlan = (
  probe: VideoProbe,
  preset: 'fast' | 'balanced' = 'balanced',
  part: Pick<AnalysisOptionsInput, 'start' | 'end'> = {},
): Plan =>
  planAnalysis({
    source: { url: 'file:/x', protocols: [], name: 'x.mp4', sizeBytes: 1, fingerprint: 'f' },
    probe,
    options: resolveOptions({ preset, ...part }),
    inputs: { models: [], heads: [], brandIndex: null, catalogue: null },
    chunkSeconds: null,
  });

/** What a worker says that saw these pictures, by block from `firstBlock` on. */
export const createRecord = (
  counts: readonly number[],
  more: Partial<ChunkRecord> = {},
  firstBlock = 0,
): ChunkRecord => ({
  chunk: { index: 0, startFrame: 0, endFrame: 10 * counts.length, audio: true },
  frameCount: 10 * counts.length,
  ...{ contextHashes: [], tailHashes: [], samplePartCount: 0, hasAudio: true },
  pictures: { firstBlock, counts: [...counts] },
  ...{ soundFault: null, soundAfterSeconds: 0, pictureErrors: 0, isDamaged: false, lostOnly: true },
  usage: {
    ...{ wallMs: 1, decodeCpuMs: 1, inferenceWallMs: 1, processCpuMs: 1 },
    ...{ framesDecoded: 1, framesInferred: 1, bytesRead: 1, peakMemoryBytes: 1 },
  },
  ...more,
});
