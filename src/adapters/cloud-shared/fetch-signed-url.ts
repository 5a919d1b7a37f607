import type { SignedLinks } from './signed-links.ts';

/** What the stores say of a link that ran out: of the link itself, or of the session or the key that signed it. */
const RUN_OUT: readonly number[] = [400, 403];

/**
 * Asks by a signed link, which is made again once when it has run out. The answer's status is the caller's to judge.
 */
export async function fetchSignedUrl(
  links: SignedLinks,
  address: string,
  ask: (url: URL) => Promise<Response>,
): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const link = await links.take(address);
    const answer = await ask(link.url);
    if (!RUN_OUT.includes(answer.status)) return answer;
    const hasRunOut = !link.isFresh && tries === 1;
    await links.drop(address, link);
    if (!hasRunOut) return answer;
    await answer.body?.cancel();
  }
}
