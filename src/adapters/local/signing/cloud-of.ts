import { ReelsightError } from '../../../core/index.ts';

export const CLOUDS = ['aws', 'google'] as const;
export type Cloud = (typeof CLOUDS)[number];

/** Host names that a cloud gives its services. */
const HOSTS: Readonly<Record<Cloud, RegExp>> = {
  aws: /\.(amazonaws\.com(\.cn)?|api\.aws)$/,
  google: /\.(run\.app|cloudfunctions\.net|gateway\.dev)$/,
};

/** Whose host name it is; null for a domain of its own. */
export const cloudOf = ({ hostname }: URL): Cloud | null => CLOUDS.find((cloud) => HOSTS[cloud].test(hostname)) ?? null;

/** The cloud to sign for. Errors: kind `input` when neither the user nor the host name tells it. */
export function chooseCloud(endpoint: URL, told: Cloud | undefined): Cloud {
  const cloud = told ?? cloudOf(endpoint);
  if (cloud) return cloud;
  throw new ReelsightError(
    'input',
    `The name ${endpoint.hostname} does not show which cloud's credentials the service asks for. Give --cloud aws or --cloud google, or set REELSIGHT_CLOUD.`,
  );
}
