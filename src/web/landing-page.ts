import type { FastifyInstance } from 'fastify';
import { landingMarkup } from './landing-markup.js';

export interface LandingPageFacts {
  readonly version: string;
  /** The port of the RTMP listener. */
  readonly rtmpPort: number;
}

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
};

/** Hosts by which a machine asks for itself, and from where no key is needed to publish. */
const LOCAL = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i;
/** What may be the name of a host; everything else is none that anybody can dial. */
const HOST = /^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])$/i;

/** `GET /`: what this server is, and what to type to publish and to play. */
export function landingPage(http: FastifyInstance, facts: () => LandingPageFacts): void {
  http.get('/', (request, reply) => {
    const { version, rtmpPort } = facts();
    const host = HOST.test(request.hostname) ? request.hostname : 'localhost';
    const origin = `rtmp://${host}${rtmpPort === 1935 ? '' : `:${rtmpPort}`}`;
    const markup = landingMarkup({ version, origin, needsKey: !LOCAL.test(host) });
    return reply.headers(HEADERS).type('text/html; charset=utf-8').send(markup);
  });
}
