import type { Command } from 'commander';
import {
  describeIssues,
  POLICY_NAMES,
  type PolicyInput,
  type PolicyName,
  policyInputSchema,
  ReelsightError,
  resolvePolicy,
} from '../../../core/index.ts';
import { quoteName } from '../errors.ts';
import { MAX_SETTINGS_BYTES, readText } from '../reading/index.ts';

export interface PolicyOptions {
  policy?: string;
}

/** `--policy`: how much risk a brand bears. */
export const addPolicyOption = (command: Command): Command =>
  command.option(
    '--policy <policy>',
    `how much risk the brand bears: ${POLICY_NAMES.join(', ')}, or a JSON file with your own policy (default: standard)`,
  );

/** Reads the policy that was asked for; undefined for none. Errors: kind `input` or `not-found`, naming the field. */
export async function readPolicy({ policy }: PolicyOptions): Promise<PolicyName | PolicyInput | undefined> {
  if (policy === undefined || isPolicyName(policy)) return policy;
  const text = await readText(policy, { maxBytes: MAX_SETTINGS_BYTES }).catch((cause: unknown) => {
    if (!(cause instanceof ReelsightError)) throw cause;
    throw new ReelsightError(cause.kind, `${cause.message} --policy takes ${POLICY_NAMES.join(', ')} or a JSON file.`, {
      cause,
    });
  });
  const result = policyInputSchema.safeParse(parseJson(text, policy));
  if (!result.success) {
    const problems = describeIssues(result.error.issues, 'the whole');
    throw new ReelsightError('input', `The policy ${quoteName(policy)} cannot be used: ${problems}.`);
  }
  // A category that there is not is told before a video is read.
  resolvePolicy(result.data);
  return result.data;
}

const isPolicyName = (text: string): text is PolicyName => (POLICY_NAMES as readonly string[]).includes(text);

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ReelsightError('input', `The policy ${quoteName(path)} is not valid JSON: ${reason}.`, { cause });
  }
}
