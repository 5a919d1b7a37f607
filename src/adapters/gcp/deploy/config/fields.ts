import { z } from 'zod';

// What several sections of the YAML have.

/** What Cloud Functions and Cloud Run set themselves: https://cloud.google.com/run/docs/container-contract */
const RESERVED = /^(FUNCTION_TARGET|FUNCTION_SIGNATURE_TYPE|K_SERVICE|K_REVISION|K_CONFIGURATION|PORT|X_GOOGLE_.*)$/;

export const integer = (least: number, most: number) => {
  const says = `a whole number from ${least} to ${most}`;
  return z.number({ error: says }).int(says).min(least, says).max(most, says);
};

export const matching = (pattern: RegExp, says: string) => z.string().regex(pattern, says);

export const environment = z.record(
  matching(/^[A-Za-z_][A-Za-z0-9_]*$/, 'names of letters, digits and _').refine(
    (name) => !RESERVED.test(name),
    'a name that Google does not set itself',
  ),
  z.union([z.string(), z.number(), z.boolean()]),
);

export const labels = z.record(
  matching(/^[a-z][a-z0-9_-]{0,62}$/, 'lower case letters, digits, _ and -, at most 63, a letter first').refine(
    (name) => !name.startsWith('serverless-'),
    'not beginning with serverless-, by which this plugin finds its own',
  ),
  matching(/^[a-z0-9_-]{0,63}$/, 'lower case letters, digits, _ and -, at most 63'),
);

const ROLE = 'a role such as roles/storage.objectViewer, projects/P/roles/R or organizations/O/roles/R';

export const role = z.strictObject({
  role: matching(/^(roles\/[\w.]+|(projects|organizations)\/[\w:.-]+\/roles\/[\w.]+)$/, ROLE),
  bucket: z.string().optional(),
  prefix: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(12)]).optional(),
  on: z.enum(['project', 'self']).optional(),
});

const INVOKER =
  'workflow:KEY, function:KEY, user:EMAIL, serviceAccount:EMAIL, group:EMAIL, domain:DOMAIN, allAuthenticatedUsers or allUsers';

export const invoker = matching(
  /^((workflow|function):\w[\w-]*|(user|serviceAccount|group):[^\s:@]+@[^\s:@]+|domain:[\w.-]+|principal(Set)?:\/\/\S+|allUsers|allAuthenticatedUsers)$/,
  INVOKER,
);
