import { ReelsightError } from '../errors.ts';
import { type Report, reportSchema } from '../report.ts';

/**
 * The report with its keys in the order in which the schema declares them, whatever order they were set in.
 *
 * @throws ReelsightError `internal` when the report breaks the schema: a wrong report must not leave the house.
 */
export function orderReport(report: Report): Report {
  const result = reportSchema.safeParse(report);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ReelsightError(
    'internal',
    `The report breaks its own schema at ${issue?.path.join('.') || 'its root'}: ${issue?.message}. This is a bug; please report it with the video's name.`,
    { cause: result.error },
  );
}
