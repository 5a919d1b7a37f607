import { exportReport, type FormatName } from '../../../formats/index.ts';
import type { OutputFolder } from '../files/output-folder.ts';
import type { CommandContext } from '../terminal/context.ts';
import { summariseReport } from '../terminal/summary.ts';
import type { Analysis } from './answers.ts';
import type { ServiceClient } from './client.ts';
import { downloadResult } from './download.ts';

export interface ResultOptions {
  startTimecode?: string;
  format: FormatName[];
  json?: boolean;
}

/** Fetches a result into a folder and says what is in it, as `analyze` does. */
export async function saveResult(
  analysis: Analysis,
  output: OutputFolder,
  options: ResultOptions,
  { client, context }: { client: ServiceClient; context: CommandContext },
): Promise<void> {
  const { progress, signal } = context;
  progress.start('Fetching', 0, 'pictures');
  const result = await downloadResult(analysis.id, {
    client,
    signal,
    warn: (message) => progress.log(`Warning: ${message}`),
    onPictures: (done, total) => {
      progress.setTotal(total);
      progress.update(done);
    },
  }).finally(() => progress.stop());
  const paths = await output.publish(result, options.format, { startTimecode: options.startTimecode });
  for (const { message } of result.report.warnings) progress.log(`Warning: ${message}`);
  for (const { message } of analysis.notes) progress.log(`Note: ${message}`);
  if (options.json) context.print(exportReport(result.report, 'json', { thumbnails: new Map() }).content);
  else context.print(summariseReport(result.report, paths));
}
