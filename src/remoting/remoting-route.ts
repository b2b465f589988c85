import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RemotingError } from './remoting-error.js';
import { MAX_PACKET_SIZE } from './remoting-options.js';
import type { RemotingGateway, RemotingRequest } from './remoting-gateway.js';

const AMF = 'application/x-amf';
const BASE = '/gateway/';
/** How much of what a client says about itself is kept, in characters. */
const MAX_FACT_LENGTH = 4096;

/** `POST /gateway/<application>[/<instance>]`: Flash Remoting. */
export function remotingRoute(http: FastifyInstance, gateway: RemotingGateway): void {
  http.addContentTypeParser(AMF, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  http.post(`${BASE}*`, { bodyLimit: MAX_PACKET_SIZE }, async (request, reply) => {
    const { body } = request;
    if (!(body instanceof Uint8Array)) return reply.code(415).send({ error: `Post ${AMF}.` });
    try {
      const answer = await gateway.answer({ ...remotingRequest(request, reply), body });
      return await reply.type(AMF).send(answer);
    } catch (error) {
      if (!(error instanceof RemotingError)) throw error;
      return reply.code(error.code === 'too-large' ? 413 : 400).send({ error: error.message });
    }
  });
}

function remotingRequest(request: FastifyRequest, reply: FastifyReply): Omit<RemotingRequest, 'body'> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const { protocol, socket, headers, ip: address, url } = request;
  const secure = protocol === 'https';
  const referrer = fact(headers.referer);
  return {
    app: decoded(url.slice(BASE.length)),
    facts: {
      ...{ address, port: socket.remotePort ?? 0, protocol: secure ? 'https' : 'http', secure },
      ...{ agent: fact(headers['user-agent']), referrer, pageUrl: referrer },
      uri: `${secure ? 'https' : 'http'}://${fact(headers.host)}${url}`.slice(0, MAX_FACT_LENGTH),
    },
    signal: gone.signal,
  };
}

/** Of a path that is no text, what came: no application has such a name. */
function decoded(url: string): string {
  const [path = '', ...query] = url.split('?');
  try {
    return [decodeURIComponent(path), ...query].join('?');
  } catch {
    return url;
  }
}

function fact(header: string | undefined): string {
  return (header ?? '').slice(0, MAX_FACT_LENGTH);
}
