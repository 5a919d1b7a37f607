import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploySession } from '../api/session.ts';
import { urls } from '../api/urls.ts';
import { DeployError } from '../errors/deploy-error.ts';
import { findFunction } from './find-function.ts';
import { type Host, openHost } from './host.ts';
import { type LogEntry, sayEntry } from './log-entry.ts';

const DEFAULT_INTERVAL_MS = 2_000;
/** Entries arrive late: each look goes back a little, and shows what is new. */
const LATENESS_MS = 30_000;
/** Enough to tell which entries were shown. */
const SHOWN_LIMIT = 20_000;

/** Shows the log of a function or a workflow, and with --tail what comes until Ctrl-C. */
export async function logs(host: Host): Promise<void> {
  const session = await openHost(host);
  const { options, writeText } = host;
  const source = sourceOf(session, options['function']);
  const filter = typeof options['filter'] === 'string' ? ` AND (${options['filter']})` : '';
  const shown = new Set<string>();
  let since = parseStart(options['startTime'], new Date());
  for (;;) {
    const entries = await readEntries(session, `${source}${filter} AND timestamp>="${since.toISOString()}"`);
    for (const entry of entries) {
      const id = `${entry.timestamp} ${entry.insertId}`;
      if (!shown.has(id)) writeText(sayEntry(entry));
      shown.add(id);
    }
    if (!options['tail']) break;
    const last = entries.at(-1)?.timestamp;
    if (last) since = new Date(Math.max(since.getTime(), Date.parse(last) - LATENESS_MS));
    if (shown.size > SHOWN_LIMIT) for (const id of [...shown].slice(0, SHOWN_LIMIT / 2)) shown.delete(id);
    await sleep(Number(options['interval']) || DEFAULT_INTERVAL_MS);
  }
  if (shown.size === 0) host.log.notice('There is nothing in the log since then. --startTime 1h looks further back.');
}

/** Where entries come from: https://cloud.google.com/logging/docs/api/v2/resource-list */
function sourceOf({ service }: DeploySession, key: unknown): string {
  const workflow = service.workflows.find((settings) => settings.key === key);
  if (workflow)
    return `resource.type="workflows.googleapis.com/Workflow" AND resource.labels.workflow_id="${workflow.name}" AND resource.labels.location="${service.region}"`;
  const { name } = findFunction(service, key);
  return `resource.type="cloud_run_revision" AND resource.labels.service_name="${name}" AND resource.labels.location="${service.region}"`;
}

const readEntries = ({ attempt, api, service }: DeploySession, filter: string): Promise<LogEntry[]> =>
  attempt('Reading the log', async () => {
    const entries: LogEntry[] = [];
    let pageToken: string | undefined;
    do {
      const page = await api.request<{ entries?: readonly LogEntry[]; nextPageToken?: string }>({
        method: 'POST',
        url: `${urls.logging}/entries:list`,
        body: {
          resourceNames: [`projects/${service.project}`],
          filter,
          orderBy: 'timestamp asc',
          pageSize: 1000,
          ...(pageToken && { pageToken }),
        },
      });
      entries.push(...(page.entries ?? []));
      pageToken = page.nextPageToken || undefined;
    } while (pageToken);
    return entries;
  });

const UNITS_MS: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };

/** `10m` ago, or a time such as 2026-11-25T10:00:00Z. Errors: DeployError. */
function parseStart(text: unknown, now: Date): Date {
  if (text === undefined || text === null) return new Date(now.getTime() - 600e3);
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(String(text)) ?? [];
  const start = amount && unit ? now.getTime() - Number(amount) * UNITS_MS[unit]! : Date.parse(String(text));
  if (Number.isNaN(start))
    throw new DeployError(
      `--startTime takes 30s, 10m, 2h, 3d or a time such as 2026-11-25T10:00:00Z, received ${text}.`,
    );
  return new Date(start);
}
