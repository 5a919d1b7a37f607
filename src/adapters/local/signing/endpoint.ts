import { ReelsightError } from '../../../core/index.ts';

const HOW_TO_NAME_IT =
  'Give --endpoint URL or set REELSIGHT_ENDPOINT: the address that the deployment printed, or that of `npm run offline:aws` or `npm run offline:gcp` on this machine.';

/**
 * The address that every request starts with. Errors: kind `input` for none, or for what is not an `http(s)://`
 * address.
 */
export function parseEndpoint(given: string | undefined): URL {
  if (!given) throw new ReelsightError('input', `Which service? ${HOW_TO_NAME_IT}`);
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url?.username || url?.password)
    throw new ReelsightError('input', 'The endpoint holds a user name or a password. Leave them out.');
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ReelsightError(
      'input',
      `${JSON.stringify(given)} is not an http:// or https:// address. ${HOW_TO_NAME_IT}`,
    );
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/** Without the slash that a bare host's address ends with. */
export const showEndpoint = (endpoint: URL): string => endpoint.href.replace(/\/$/, '');

export const isLoopback = ({ hostname }: URL): boolean =>
  /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
