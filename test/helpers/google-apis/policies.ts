import { Refusal } from './refusal.ts';
import { type Binding, type Json, type KeptPolicy, PROJECT, type State } from './state.ts';

const policyOf = (state: State, place: string): KeptPolicy => {
  const kept = state.policies.get(place) ?? { etag: 1, bindings: [] };
  state.policies.set(place, kept);
  return kept;
};

/** Without the third version, conditions are left out, and a policy that is written so loses them. */
export function readPolicy(state: State, place: string, version: number): Json {
  const { etag, bindings } = policyOf(state, place);
  return {
    version: bindings.some(({ condition }) => condition) ? version : 1,
    etag: encode(etag),
    ...(bindings.length > 0 && {
      bindings: version >= 3 ? bindings : bindings.map(({ condition: _, ...rest }) => rest),
    }),
  };
}

/** Errors: Refusal for a policy that somebody changed meanwhile (`conflict`), or that names nobody. */
export function writePolicy(state: State, place: string, policy: Json, conflict: number): Json {
  const kept = policyOf(state, place);
  if (policy.etag !== undefined && policy.etag !== encode(kept.etag))
    throw new Refusal(conflict, 'There were concurrent policy changes. Please retry the whole read-modify-write.');
  const bindings = (policy.bindings ?? []) as readonly Binding[];
  if (bindings.some(({ condition }) => condition) && (policy.version ?? 1) < 3)
    throw new Refusal(400, 'A policy with conditions must have version 3.');
  for (const member of bindings.flatMap(({ members }) => members)) checkMember(state, member);
  kept.bindings = bindings;
  kept.etag += 1;
  return readPolicy(state, place, 3);
}

function checkMember(state: State, member: string): void {
  if (state.isDomainRestricted && member.startsWith('allUsers'))
    throw new Refusal(400, 'One or more users named in the policy do not belong to a permitted customer.');
  const email = member.replace('serviceAccount:', '');
  if (!email.endsWith(`@${PROJECT}.iam.gserviceaccount.com`) || member.startsWith('deleted:')) return;
  if (!state.accounts.has(email) || state.accountDelay-- > 0)
    throw new Refusal(400, `Service account ${email} does not exist.`);
}

const encode = (etag: number): string => Buffer.from(`etag ${etag}`).toString('base64');

/** All grants of a place, as `role member [condition]`, in order. */
export const grantsOf = (state: State, place: string): string[] =>
  (state.policies.get(place)?.bindings ?? [])
    .flatMap(({ role, members, condition }) =>
      members.map((member) => [role, member, condition?.expression].filter(Boolean).join(' ')),
    )
    .sort();
