import { plainLine, plainText } from '../terminal/plain-text.ts';
import type { Analysis } from './answers.ts';
import { showChunks, showUsd } from './live-view.ts';
import { listLostChunks } from './outcome.ts';
import { isOver } from './watch.ts';

/** An analysis for people, a line for each fact. */
export function describeAnalysis(analysis: Analysis): string {
  const { id, status, attempt, name, video, options, progress, cost, error, notes } = analysis;
  const rows: [string, string][] = [
    ['analysis', id],
    ['video', `${name} (${video})`],
    ['options', `${options.preset}, ${options.sampleFps} frames a second`],
    ['state', attempt > 1 ? `${status} (attempt ${attempt})` : status],
    ['progress', `${showChunks(analysis)}, ${Math.floor(progress.share * 100)} %`],
    [
      'cost',
      `${showUsd(cost.estimatedUsd)}${isOver(analysis) ? '' : ' so far'} (${cost.gbSeconds.toFixed(1)} GB-seconds)`,
    ],
    ['started', analysis.createdAt],
    ...(analysis.finishedAt ? [['ended', analysis.finishedAt] satisfies [string, string]] : []),
  ];
  const lines = [
    ...rows.map(([label, value]) => showRow(label, plainLine(value))),
    ...(error ? [showRow('error', plainText(error.message))] : []),
    ...listLostChunks(error),
    ...notes.map(({ message }) => showRow('note', plainText(message))),
  ];
  return `${lines.join('\n')}\n`;
}

const showRow = (label: string, value: string): string => `${label.padEnd(10)}${value}`;
