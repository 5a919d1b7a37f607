import { readFile } from 'node:fs/promises';
import { gaxios } from 'google-auth-library';
import type { DeploySession } from '../api/session.ts';
import { urls } from '../api/urls.ts';
import { parentOf } from './project.ts';

interface UploadUrl {
  readonly uploadUrl: string;
  readonly storageSource: unknown;
}

/** Uploads the zip of a source, and gives where it lies, as a function's body names it. */
export async function uploadSource(session: DeploySession, zipPath: string): Promise<unknown> {
  const { uploadUrl, storageSource } = await session.api.request<UploadUrl>({
    method: 'POST',
    url: `${urls.functions}/${parentOf(session)}/functions:generateUploadUrl`,
    body: { environment: 'GEN_2' },
  });
  // The URL is signed for exactly this header, and for nobody's credentials.
  await gaxios.request({
    method: 'PUT',
    url: uploadUrl,
    headers: { 'content-type': 'application/zip' },
    data: await readFile(zipPath),
    retry: true,
    retryConfig: { retry: 4, httpMethodsToRetry: ['PUT'] },
  });
  return storageSource;
}
