import type { Service } from '../config/service.ts';

/** The APIs that must be enabled in the project, without `.googleapis.com`. */
export function neededApis({ functions, workflows, buckets }: Service): string[] {
  const hasEvents = functions.some(({ trigger }) => trigger !== null);
  const roles = [...functions, ...workflows].flatMap((actor) => actor.roles);
  return [
    'cloudresourcemanager',
    'iam',
    'logging',
    ...(functions.length > 0 ? ['cloudfunctions', 'run', 'cloudbuild', 'artifactregistry'] : []),
    ...(buckets.length > 0 ? ['storage'] : []),
    ...(hasEvents ? ['eventarc', 'pubsub'] : []),
    ...(workflows.length > 0 ? ['workflows', 'workflowexecutions'] : []),
    ...(roles.some(({ on }) => on === 'self') ? ['iamcredentials'] : []),
  ].sort();
}
