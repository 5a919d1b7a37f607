import { renderPage } from '../report-page/index.ts';
import type { ReportFormat } from './types.ts';

/** A page with a player, a timeline and everything that was found: one file, no network, no server. */
export const htmlFormat: ReportFormat = {
  fileName: 'report.html',
  description: 'a page with player, timeline and all results (one HTML file)',
  render: renderPage,
};
