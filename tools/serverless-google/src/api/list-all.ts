import { type GoogleApi, GoogleApiError } from './google-api.ts';

type Page<K extends string, T> = { readonly [key in K]?: readonly T[] } & { readonly nextPageToken?: string };

/** Everything of a list, over all its pages. An API that is not enabled has nothing. */
export async function listAll<T>(
  api: GoogleApi,
  url: string,
  key: string,
  query: Readonly<Record<string, string | number | boolean>> = {},
): Promise<T[]> {
  const all: T[] = [];
  let pageToken: string | undefined;
  do {
    const page: Page<string, T> = await api
      .request<Page<string, T>>({ method: 'GET', url, query: { ...query, pageToken } })
      .catch((error: unknown) => {
        if (error instanceof GoogleApiError && error.reason === 'SERVICE_DISABLED') return {};
        throw error;
      });
    all.push(...((page[key] as readonly T[] | undefined) ?? []));
    pageToken = page.nextPageToken || undefined;
  } while (pageToken);
  return all;
}
