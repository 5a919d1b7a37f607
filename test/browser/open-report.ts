import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Report } from '../../src/core/report.ts';
import { exportReport } from '../../src/formats/index.ts';
import { createSampleThumbnails } from '../helpers/sample-report.ts';

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });

export interface OpenReport {
  readonly page: Page;
  /** The folder of the page: files for it can be put here. */
  readonly folder: string;
  /** Console errors, exceptions, policy violations, requests that left the page, dialogs: all that must not happen. */
  readonly problems: string[];
  /** The frame under the playhead. */
  frame(): Promise<number>;
  /** Closes the page and gives what must not have happened. */
  close(): Promise<string[]>;
}

export interface OpenOptions extends BrowserContextOptions {
  readonly thumbnails?: ReadonlyMap<string, Uint8Array>;
}

/** Writes a report's page to disk and opens it the way a reader does, by a double click. */
export async function openReport(browser: Browser, report: Report, options: OpenOptions = {}): Promise<OpenReport> {
  const { thumbnails = createSampleThumbnails(report), ...contextOptions } = options;
  const folder = await mkdtemp(join(tmpdir(), 'reelsight-page-'));
  const { fileName, content } = exportReport(report, 'html', { thumbnails });
  await writeFile(join(folder, fileName), content);
  const url = pathToFileURL(join(folder, fileName)).href;

  const context = await browser.newContext({ viewport: DESKTOP, ...contextOptions });
  const page = await context.newPage();
  const problems: string[] = [];
  await page.exposeFunction('reportViolation', (text: string) => problems.push(`policy: ${text}`));
  await page.addInitScript(
    "document.addEventListener('securitypolicyviolation', (e) => window.reportViolation(e.violatedDirective + ' ' + e.blockedURI))",
  );
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const address = request.url();
    const own = address === url || address.startsWith(`${url}#`);
    if (!own && !/^(data|blob):/.test(address)) problems.push(`request: ${address}`);
  });
  await page.goto(url);

  return {
    page,
    folder,
    problems,
    frame: async () => Number(await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow')),
    async close() {
      await context.close();
      await rm(folder, { recursive: true, force: true });
      return problems;
    },
  };
}

/** The size of what can be scrolled to sideways beyond the window: 0 when the page fits. */
export const sidewaysOverflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
