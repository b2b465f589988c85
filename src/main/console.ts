import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allowFiles, sendFile } from '../net/static-files.js';

/** Where the build puts the pages; the same seen from `src` and from `dist`. */
const PAGES = fileURLToPath(new URL('../../dist/admin-ui', import.meta.url));

/** Nothing comes from outside, nothing is framed; players make addresses of their own for what they play. */
function headers(streams: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:",
      `connect-src 'self' ws://${streams} wss://${streams}; worker-src 'self' blob:`,
      "form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  };
}

/**
 * The operator's console at `/`.
 *
 * @param streams where the console plays live streams from: `host:port` of HTTP, as the server says it
 */
export function offerConsole(http: FastifyInstance, streams: () => string): void {
  allowFiles(http);
  const page = ({ hostname }: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendFile(reply.headers(headers(reachable(streams(), hostname))), { folder: PAGES, path: 'console/index.html' });
  http.get('/', page);
  http.get('/console', page);
  http.get('/console/*', page);
  http.get('/assets/*', (request, reply) => {
    const { '*': path } = request.params as { '*': string };
    return sendFile(reply, { folder: PAGES, path: `assets/${path}`, isLasting: true });
  });
}

/** A listener on all addresses is reached where the console was. */
function reachable(listener: string, hostname: string): string {
  const colon = listener.lastIndexOf(':');
  const host = listener.slice(0, colon);
  return `${['', '*', '0.0.0.0', '[::]'].includes(host) ? hostname : host}${listener.slice(colon)}`;
}
