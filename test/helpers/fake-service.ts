import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Report } from '../../src/core/index.ts';
import { exportReport } from '../../src/formats/index.ts';

export const FAKE_ID = '0123456789abcdef0123456789abcdef';

/** Fields of the service's answer about an analysis. */
export type AnalysisFields = Readonly<Record<string, unknown>>;

export interface FakeServiceOptions {
  readonly report: Report;
  /** What each further question about the analysis is answered with; the last one stays. */
  readonly states?: readonly AnalysisFields[];
  readonly partSizeBytes?: number;
  /** Answers a request of the API before the service does. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** The same for its store. */
  readonly interceptStore?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** The service's HTTP API on one port of this machine, its object store with signed URLs on another. */
export interface FakeService {
  readonly endpoint: string;
  readonly store: string;
  /** Requests in the order of their arrival. */
  readonly seen: Seen[];
  readonly seenByStore: Seen[];
  /** Uploaded objects by key. */
  readonly objects: Map<string, Buffer>;
  /** Uploads that were begun and neither completed nor dropped. */
  readonly openUploads: Map<string, Buffer[]>;
  close(): Promise<void>;
}

/** What S3 says when the credentials that signed a link are no longer good. */
export const EXPIRED_TOKEN =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>';

export const pictureOf = (name: string): Buffer => Buffer.from(`a picture: ${name}`);
export const reportText = (report: Report): string => exportReport(report, 'json', { thumbnails: new Map() }).content;

export function analysisFields(fields: AnalysisFields = {}): AnalysisFields {
  return {
    id: FAKE_ID,
    status: 'succeeded',
    attempt: 1,
    video: 's3://bucket/videos/harbour.mp4',
    name: 'harbour.mp4',
    options: { preset: 'balanced', sampleFps: 2 },
    createdAt: '2026-01-02T03:04:05.000Z',
    finishedAt: null,
    progress: { chunksDone: 4, chunksTotal: 4, share: 1 },
    cost: { gbSeconds: 12.34, estimatedUsd: 0.0123 },
    error: null,
    notes: [],
    ...fields,
  };
}

export async function startFakeService(options: FakeServiceOptions): Promise<FakeService> {
  const { report, states = [{}], partSizeBytes = 1000 } = options;
  const seen: Seen[] = [];
  const seenByStore: Seen[] = [];
  const objects = new Map<string, Buffer>();
  const openUploads = new Map<string, Buffer[]>();
  let asked = 0;

  const store = await listen(seenByStore, options.interceptStore, (request, body, response) => {
    const url = new URL(request.url!, store.url);
    if (url.searchParams.get('signature') !== 'valid') return response.writeHead(403).end();
    const [, kind, id, number] = url.pathname.split('/');
    if (request.method === 'PUT' && kind === 'parts') {
      if (!request.headers['content-length']) return response.writeHead(411).end();
      openUploads.get(id!)![Number(number) - 1] = body;
      return response.writeHead(200, { etag: etagOf(body) }).end();
    }
    if (url.pathname === '/report.json') return response.writeHead(200).end(reportText(report));
    return response.writeHead(404).end();
  });

  const api = await listen(seen, options.intercept, (request, body, response) => {
    const json = body.length > 0 ? JSON.parse(body.toString()) : {};
    const answer = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const problem = (status: number, kind: string, detail: string) =>
      response
        .writeHead(status, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify({ type: 'about:blank', title: kind, status, detail, kind }));
    const [, resource, id, ...rest] = request.url!.slice(1).split('/');
    if (request.method === 'POST' && resource === 'uploads') {
      if (id === 'abort') {
        openUploads.delete(json.uploadId);
        return response.writeHead(204).end();
      }
      if (id === 'complete') {
        const parts = openUploads.get(json.uploadId) ?? [];
        const fits = parts.length === json.etags.length && parts.every((part, i) => etagOf(part) === json.etags[i]);
        if (!fits) return problem(400, 'input', 'The parts do not fit.');
        openUploads.delete(json.uploadId);
        objects.set(json.key, Buffer.concat(parts));
        return answer(200, { video: `s3://bucket/${json.key}` });
      }
      const key = `uploads/${json.fingerprint}/${json.name}`;
      const video = `s3://bucket/${key}`;
      if (objects.has(key)) return answer(200, { video, key, uploadId: null, partSizeBytes: 0, partUrls: [] });
      const uploadId = `upload-${seen.length}`;
      openUploads.set(uploadId, []);
      const partUrls = Array.from(
        { length: Math.ceil(json.sizeBytes / partSizeBytes) },
        (_, i) => `${store.url}/parts/${uploadId}/${i + 1}?signature=valid`,
      );
      return answer(201, { video, key, uploadId, partSizeBytes, partUrls });
    }
    if (request.method === 'POST') return answer(202, { id: FAKE_ID, status: 'queued', attempt: 1 });
    if (id !== FAKE_ID) return problem(404, 'not-found', `There is no analysis ${id}.`);
    if (request.method === 'DELETE') return answer(202, analysisFields({ status: 'cancelled' }));
    if (rest.length === 0) return answer(200, analysisFields(states[Math.min(asked++, states.length - 1)]));
    if (rest[0] === 'report.json')
      return response.writeHead(307, { location: `${store.url}/report.json?signature=valid` }).end();
    if (rest[0] === 'thumbnails') return response.writeHead(200).end(pictureOf(rest.join('/')));
    return problem(404, 'not-found', 'There is no such route.');
  });

  return {
    endpoint: api.url,
    store: store.url,
    seen,
    seenByStore,
    objects,
    openUploads,
    close: async () => void (await Promise.all([api.close(), store.close()])),
  };
}

const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

type Handler = (request: IncomingMessage, body: Buffer, response: ServerResponse) => unknown;

async function listen(seen: Seen[], intercept: FakeServiceOptions['intercept'], handle: Handler) {
  const server: Server = createServer(async (request, response) => {
    const blocks: Buffer[] = [];
    try {
      for await (const block of request) blocks.push(block);
    } catch {
      return;
    }
    const body = Buffer.concat(blocks);
    seen.push({ method: request.method!, path: request.url!, headers: request.headers, body });
    if (!intercept?.(request, response)) handle(request, body, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
