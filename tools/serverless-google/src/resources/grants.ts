import type { Condition, Grant, Owns } from '../api/policy.ts';
import { type Actor, actorsOf, type RoleSettings, type Service } from '../config/service.ts';

const memberOf = (email: string): string => `serviceAccount:${email}`;

/** Grants of these accounts are ours, also what is left of an account of that name that was deleted. */
export const ownedBy =
  (emails: readonly string[]): Owns =>
  (member) =>
    emails.some((email) => member === memberOf(email) || member.startsWith(`deleted:${memberOf(email)}?`));

type Rights = readonly (readonly [Actor, RoleSettings])[];

const rightsOf = (service: Service): Rights =>
  actorsOf(service).flatMap((actor) => actor.roles.map((role) => [actor, role] as const));

/** On the project: roles without a place, and what events need. `storageAgent`: of Cloud Storage, which sends events. */
export function projectGrants(service: Service, storageAgent: string | null): Grant[] {
  const triggered = service.functions.filter(({ trigger }) => trigger !== null);
  return [
    ...rightsOf(service)
      .filter(([, { bucket, on }]) => bucket === undefined && on !== 'self')
      .map(([{ account }, { role }]) => ({ role, member: memberOf(account.email) })),
    // https://cloud.google.com/eventarc/standard/docs/run/create-trigger-storage-gcloud#before-you-begin
    ...triggered.map(({ account }) => ({ role: 'roles/eventarc.eventReceiver', member: memberOf(account.email) })),
    ...(storageAgent === null ? [] : [{ role: 'roles/pubsub.publisher', member: memberOf(storageAgent) }]),
  ];
}

/** On a bucket, which roles name by its key or, above all those of others, by its address. */
export function bucketGrants(service: Service, name: string): Grant[] {
  const addresses = [`gs://${name}`, ...service.buckets.filter((own) => own.name === name).map(({ key }) => key)];
  return rightsOf(service)
    .filter(([, { bucket }]) => bucket !== undefined && addresses.includes(bucket))
    .map(([{ account }, { role, prefix }]) => ({
      role,
      member: memberOf(account.email),
      ...(prefix !== undefined && { condition: under(name, [prefix].flat()) }),
    }));
}

/** Of an account on itself: to sign in its own name, for example. */
export const selfGrants = ({ account, roles }: Actor): Grant[] =>
  roles.filter(({ on }) => on === 'self').map(({ role }) => ({ role, member: memberOf(account.email) }));

/**
 * https://cloud.google.com/iam/docs/conditions-resource-attributes: an object's name is that of the resource. Of a prefix
 * with a `*`, what stands for it is extracted: nothing, and so no right, where what follows is not there.
 */
function under(bucket: string, prefixes: readonly string[]): Condition {
  const conditions = prefixes.map((prefix) => {
    const [before = '', after] = prefix.split('*');
    const starts = `resource.name.startsWith(${JSON.stringify(`projects/_/buckets/${bucket}/objects/${before}`)})`;
    if (after === undefined) return starts;
    const extracted = `resource.name.extract(${JSON.stringify(`/objects/${before}{any}${after}`)})`;
    return `(${starts} && ${extracted} != "")`;
  });
  return { title: `under ${prefixes.join(' ')}`.slice(0, 100), expression: conditions.join(' || ') };
}

/** Who may call a function. */
export function invokersOf(service: Service, key: string): Grant[] {
  const settings = service.functions.find((candidate) => candidate.key === key)!;
  const members = settings.invokers.map((invoker) => {
    const [kind, target] = invoker.split(':');
    if (kind === 'function') return memberOf(service.functions.find((other) => other.key === target)!.account.email);
    if (kind === 'workflow') return memberOf(service.workflows.find((other) => other.key === target)!.account.email);
    return invoker;
  });
  if (settings.trigger) members.push(memberOf(settings.account.email));
  return [...new Set(members)].map((member) => ({ role: INVOKER_ROLE, member }));
}

export const INVOKER_ROLE = 'roles/run.invoker';
