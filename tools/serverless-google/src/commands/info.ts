import type { DeploySession } from '../api/session.ts';
import { findBuckets } from '../resources/buckets.ts';
import { findDeployed } from '../resources/functions.ts';
import { findProject } from '../resources/project.ts';
import { listWorkflows } from '../resources/workflows.ts';
import { type Host, openHost } from './host.ts';

/** Shows what is deployed of a service. */
export async function info(host: Host): Promise<void> {
  const session = await openHost(host);
  await findProject(session);
  await showService(session, host.writeText);
}

export async function showService(session: DeploySession, writeText: (text: string) => void): Promise<void> {
  const { service } = session;
  const functions = await findDeployed(session);
  const workflows = await listWorkflows(session);
  const buckets = await findBuckets(session);
  const width = Math.max(8, ...[...service.functions, ...service.workflows].map(({ key }) => key.length + 2));
  const row = (key: string, text: string) => `  ${key.padEnd(width)}${text}`;
  const lines = [
    `service: ${service.service}`,
    `stage: ${service.stage}`,
    `region: ${service.region}`,
    `project: ${service.project}`,
    ...section(
      'buckets',
      service.buckets.map(({ name }) => `  gs://${name}${buckets.includes(name) ? '' : '  not deployed'}`),
    ),
    ...section(
      'functions',
      service.functions.map(({ key }) => {
        const found = functions.get(key);
        const state = found?.state === 'ACTIVE' ? '' : `  ${found?.state ?? ''}`;
        return row(key, found ? `${found.serviceConfig?.uri ?? ''}${state}` : 'not deployed');
      }),
    ),
    ...section(
      'workflows',
      service.workflows.map(({ key, name }) => row(key, workflows.has(name) ? name : `${name}  not deployed`)),
    ),
  ];
  writeText(lines.join('\n'));
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [`${title}:`, ...lines] : [];
