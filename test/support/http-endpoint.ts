import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface HeardRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers one request; the last answer of a list is that to all that follow. */
export type Answering = (response: ServerResponse, request: HeardRequest) => void;

/** A web server on a free port that keeps what it was sent and answers as it is told. */
export class HttpEndpoint {
  readonly requests: HeardRequest[] = [];
  readonly #watchers = new Set<() => void>();

  private constructor(readonly port: number) {}

  static async answering(...answers: readonly Answering[]): Promise<HttpEndpoint> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const endpoint = new HttpEndpoint((server.address() as AddressInfo).port);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const heard = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
        const answer = answers[Math.min(endpoint.requests.length, answers.length - 1)] ?? status(204);
        endpoint.requests.push(heard);
        answer(response, heard);
        for (const watcher of [...endpoint.#watchers]) watcher();
      });
    });
    return endpoint;
  }

  url(path = '/hook', host = '127.0.0.1'): URL {
    return new URL(`http://${host}:${this.port}${path}`);
  }

  /** Resolves with the first requests that fulfil `isMeant`, when so many have come. */
  async heard(count: number, isMeant: (request: HeardRequest) => boolean = () => true): Promise<HeardRequest[]> {
    for (;;) {
      const meant = this.requests.filter(isMeant);
      if (meant.length >= count) return meant;
      await new Promise<void>((resolve) => {
        const watcher = (): void => {
          this.#watchers.delete(watcher);
          resolve();
        };
        this.#watchers.add(watcher);
      });
    }
  }
}

export function status(code: number, body = '', headers: Readonly<Record<string, string>> = {}): Answering {
  return (response) => response.writeHead(code, headers).end(body);
}

export function json(body: unknown, code = 200): Answering {
  return status(code, JSON.stringify(body), { 'content-type': 'application/json' });
}

/** Says nothing, and does not hang up. */
export const silence: Answering = () => undefined;

/** Begins an answer and never ends it: a byte at each `drip`. */
export function endless(chunk: string | Buffer): Answering {
  return (response) => {
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
      response.once('drain', more);
    };
    more();
  };
}
