import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type HttpAnswer, HttpFailure, type HttpRequest } from './ports.ts';

/** Sends it over a connection of its own, and waits for as long as the signal lets it: fetch gives up after five minutes. */
export function sendHttp({ url, method, headers, body }: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let isConnected = false;
    const fail = (cause: unknown): void => reject(new HttpFailure(isConnected, cause));
    const send = url.startsWith('https:') ? requestHttps : requestHttp;
    const outgoing = send(url, { method, headers, signal, agent: false }, async (incoming) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
        const received = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
        resolve({ code: incoming.statusCode!, headers: Object.fromEntries(received), body: Buffer.concat(chunks) });
      } catch (cause) {
        fail(cause);
      }
    });
    outgoing.on('socket', (socket) => socket.once('connect', () => (isConnected = true)));
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}
