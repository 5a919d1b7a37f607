import { orderReport } from '../core/report/order.ts';
import type { ReportFormat } from './types.ts';

/** The whole report as JSON: two spaces of indent, keys in the schema's order, a line end at the end. */
export const jsonFormat: ReportFormat = {
  fileName: 'report.json',
  description: 'the whole report (JSON; its schema is docs/report.schema.json)',
  render: (report) => `${JSON.stringify(orderReport(report), null, 2)}\n`,
};
