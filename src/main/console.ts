import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allowFiles, sendFile } from '../net/static-files.js';

/** Where the build puts the pages; the same seen from `src` and from `dist`. */
const PAGES = fileURLToPath(new URL('../../dist/admin-ui', import.meta.url));

/** Nothing comes from outside, nothing is framed; players make addresses of their own for what they play. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:",
    "connect-src 'self'; worker-src 'self' blob:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/** The operator's console at `/`. */
export function offerConsole(http: FastifyInstance): void {
  allowFiles(http);
  const page = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendFile(reply.headers(HEADERS), { folder: PAGES, path: 'console/index.html' });
  http.get('/', page);
  http.get('/console', page);
  http.get('/console/*', page);
  http.get('/assets/*', (request, reply) => {
    const { '*': path } = request.params as { '*': string };
    return sendFile(reply, { folder: PAGES, path: `assets/${path}`, isLasting: true });
  });
}
