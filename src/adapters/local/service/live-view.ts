import { SingleBar } from 'cli-progress';
import type { TextStream } from '../terminal/progress.ts';
import type { Analysis } from './answers.ts';

/** Shows how an analysis that runs elsewhere goes on. */
export interface LiveView {
  show(analysis: Analysis): void;
  stop(): void;
}

const STAGES: Readonly<Record<Analysis['status'], string>> = {
  queued: 'Waiting',
  measuring: 'Measuring',
  assembling: 'Assembling',
  succeeded: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** Seconds between lines where there is no terminal. */
const QUIET_SECONDS = 15;

/** A bar on a terminal; otherwise a line when the stage changes, and now and then. */
export function createLiveView(stream: TextStream): LiveView {
  return stream.isTTY ? createBar(stream) : createLines(stream);
}

export const showUsd = (usd: number): string => `$${usd < 1 ? usd.toFixed(4) : usd.toFixed(2)}`;

export const showChunks = ({ progress: { chunksDone, chunksTotal } }: Analysis): string =>
  chunksTotal === null ? 'not yet cut into chunks' : `${chunksDone} of ${chunksTotal} chunks`;

const showCost = ({ cost }: Analysis): string => `${showUsd(cost.estimatedUsd)} so far`;

function createBar(stream: TextStream): LiveView {
  const bar = new SingleBar({
    stream,
    format: '{stage} {bar} {percentage}% | {chunks} | {cost} | {duration_formatted}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
    linewrap: false,
  });
  let isStarted = false;
  return {
    show(analysis) {
      const facts = { stage: STAGES[analysis.status], chunks: showChunks(analysis), cost: showCost(analysis) };
      const percent = Math.floor(analysis.progress.share * 100);
      if (!isStarted) bar.start(100, percent, facts);
      else bar.update(percent, facts);
      isStarted = true;
    },
    stop() {
      if (isStarted) bar.stop();
      isStarted = false;
    },
  };
}

function createLines(stream: TextStream): LiveView {
  let last = { stage: '', line: '', ms: 0 };
  return {
    show(analysis) {
      const stage = STAGES[analysis.status];
      const share = Math.floor(analysis.progress.share * 100);
      const line = `${stage}: ${showChunks(analysis)} (${share} %), ${showCost(analysis)}`;
      const now = performance.now();
      const isDue = stage !== last.stage || (line !== last.line && now - last.ms >= QUIET_SECONDS * 1000);
      if (!isDue) return;
      last = { stage, line, ms: now };
      stream.write(`${line}\n`);
    },
    stop() {},
  };
}
