import type { DeploySession } from './session.ts';
import { isStatus, pause, whileUnknown } from './wait.ts';

export interface Condition {
  readonly title: string;
  readonly expression: string;
  readonly description?: string;
}

interface Binding {
  readonly role: string;
  readonly members?: readonly string[];
  readonly condition?: Condition;
}

export interface Policy {
  readonly version?: number;
  readonly etag?: string;
  readonly bindings?: readonly Binding[];
}

/** One role for one member. */
export interface Grant {
  readonly role: string;
  readonly member: string;
  readonly condition?: Condition;
}

/** Where a policy is kept. */
export interface PolicyPlace {
  readonly name: string;
  read(): Promise<Policy>;
  write(policy: Policy): Promise<unknown>;
}

/** Says whose grants are ours to take back. */
export type Owns = (member: string, role: string) => boolean;

/**
 * Changes a policy so that, of all grants that we own, it holds exactly these; others stay as they are.
 * Gives null where nothing has to change.
 */
export function reconcile(policy: Policy, owns: Owns, grants: readonly Grant[]): Policy | null {
  const wanted = new Map(grants.map((grant) => [keyOf(grant), grant]));
  const bindings = (policy.bindings ?? []).map((binding) => {
    const kept = (binding.members ?? []).filter((member) => {
      const key = keyOf({ ...binding, member });
      return wanted.delete(key) || (!owns(member, binding.role) && !grantsInclude(grants, key));
    });
    return { ...binding, members: kept };
  });
  const isSame =
    wanted.size === 0 &&
    bindings.every(({ members }, index) => members.length === (policy.bindings?.[index]?.members ?? []).length);
  if (isSame) return null;
  for (const { member, ...rest } of wanted.values()) {
    const same = bindings.find((binding) => keyOf({ ...binding, member }) === keyOf({ ...rest, member }));
    if (same) same.members.push(member);
    else bindings.push({ ...rest, members: [member] });
  }
  // Conditions need the third version; the first would lose them.
  return { ...policy, version: 3, bindings: bindings.filter(({ members }) => members.length > 0) };
}

const grantsInclude = (grants: readonly Grant[], key: string): boolean => grants.some((grant) => keyOf(grant) === key);

const keyOf = ({ role, member, condition }: Grant): string =>
  JSON.stringify([role, member, condition?.title, condition?.expression]);

const TRIES = 10;

/** Reads, changes and writes a policy, again when somebody else wrote it meanwhile. Says whether it had to be written. */
export async function updatePolicy(
  session: DeploySession,
  place: PolicyPlace,
  change: (policy: Policy) => Policy | null,
  accounts: readonly string[],
): Promise<boolean> {
  for (let tries = 0; ; tries += 1) {
    try {
      const changed = change(await place.read());
      if (changed) await whileUnknown(session, accounts, () => place.write(changed));
      return changed !== null;
    } catch (error) {
      if (!isStatus(error, 409, 412) || tries >= TRIES) throw error;
    }
    await pause(session, tries);
  }
}
