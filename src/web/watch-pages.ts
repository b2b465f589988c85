import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allowFiles, sendFile } from '../net/static-files.js';
import type { WebRequest } from '../net/web-request.js';
import { webRequest } from '../net/web-request.js';
import type { LandingFacts } from './landing-facts.js';

/** What the pages of the server are made of. */
export interface WatchPagesEnvironment {
  /** The folder of the built pages. */
  readonly folder: string;
  /** What who asks is told. */
  readonly facts: (request: WebRequest) => LandingFacts;
  /** The folder of the page that an application brings; undefined if it has none. */
  readonly pageOf: (application: string, request: WebRequest) => string | undefined;
}

/** Players make addresses of their own for what they play (`blob:`). Nothing comes from outside, nothing is framed. */
const PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:",
    "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  ].join('; '),
  'referrer-policy': 'same-origin',
} as const;

/** Those of applications may do more: they are as good as the application. */
const APPLICATION_PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:",
    "frame-ancestors 'none'; base-uri 'none'",
  ].join('; '),
  'referrer-policy': 'same-origin',
} as const;

/**
 * The pages for who watches: `/` says what is live and how to publish, `/watch/application[/instance]/stream` plays,
 * `/pages/application/` is what the application has in its folder `page`. `/client.js` is `afterglow-media/client`.
 */
export function watchPages(http: FastifyInstance, { folder, facts, pageOf }: WatchPagesEnvironment): void {
  allowFiles(http);
  const page = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendFile(reply.headers(PAGE_HEADERS), { folder, path: 'watch/index.html' });
  http.get('/', page);
  http.get('/watch/*', page);
  http.get('/landing.json', ({ raw }) => facts(webRequest(raw)));
  http.get('/client.js', (_request, reply) => sendFile(reply, { folder, path: 'client.js' }));
  http.get('/assets/*', (request, reply) =>
    sendFile(reply, { folder, path: `assets/${rest(request)}`, isLasting: true }),
  );
  http.get('/pages/:application', ({ params }, reply) =>
    reply.redirect(`/pages/${encodeURIComponent((params as { application: string }).application)}/`, 308),
  );
  http.get('/pages/:application/*', (request, reply) => {
    const { application } = request.params as { application: string };
    const own = pageOf(application, webRequest(request.raw));
    if (own === undefined) return reply.code(404).send({ error: 'That application has no page.' });
    const path = rest(request) === '' ? 'index.html' : rest(request);
    return sendFile(reply.headers(APPLICATION_PAGE_HEADERS), { folder: own, path });
  });
}

function rest({ params }: FastifyRequest): string {
  return (params as { '*': string })['*'];
}
