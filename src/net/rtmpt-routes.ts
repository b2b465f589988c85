import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RtmptCommand } from './rtmpt-request.js';
import type { WebRequest } from './web-request.js';
import { webRequest } from './web-request.js';
import { HttpRtmptRequest } from './http-rtmpt-request.js';
import { readBody } from './rtmpt-body.js';
import type { RtmptTunnel } from './rtmpt-tunnel.js';
import { answerTunnel, refuseTunnel } from './tunnel-answer.js';

const COMMANDS: readonly RtmptCommand[] = ['send', 'idle', 'close'];
/** A number of a request: they go up by one, so longer ones do not occur. */
const SEQUENCE = /^\d{1,15}$/;
/** Bytes of a body that says nothing: clients send one, which is 0. */
const EMPTY_BODY = 1024;
/** Out of turn: a client that says goodbye without a number is not waited for. */
const GOODBYE = Uint8Array.of(0);

const encoder = new TextEncoder();

/** The ways of an answer. */
interface Exchange {
  readonly raw: IncomingMessage;
  readonly response: ServerResponse;
  readonly request: WebRequest;
  readonly tunnel: RtmptTunnel;
}

/**
 * RTMPT, RTMP in requests of HTTP: `/open`, `/send`, `/idle`, `/close`, and what Flash Player asks before.
 *
 * @param tunnelOf the tunnel of the adaptor that a connection came in by
 */
export function rtmptRoutes(http: FastifyInstance, tunnelOf: (socket: Socket) => RtmptTunnel | undefined): void {
  const post = (url: string, take: (exchange: Exchange, parameters: Record<string, string>) => Promise<void> | void) =>
    http.route<{ Params: Record<string, string> }>({
      method: 'POST',
      url,
      onRequest: async (request, reply) => {
        const exchange = exchangeOf(request, reply, tunnelOf);
        if (exchange !== undefined) await take(exchange, request.params);
        return reply;
      },
      handler: () => undefined,
    });
  post('/open/:number', open);
  for (const command of COMMANDS)
    post(`/${command}/:id/:sequence`, (exchange, { id = '', sequence = '' }) => go(exchange, command, id, sequence));
  post('/close/:id', close);
  post('/fcs/ident2', (exchange) => identify(exchange, exchange.tunnel.options().ident2));
  http.route({
    method: ['GET', 'POST'],
    url: '/fcs/ident',
    exposeHeadRoute: false,
    onRequest: async (request, reply) => {
      const exchange = exchangeOf(request, reply, tunnelOf);
      const content = exchange?.tunnel.options().ident;
      if (exchange !== undefined) await identify(exchange, content && `<fcs>${content}</fcs>`);
      return reply;
    },
    handler: () => undefined,
  });
}

const NOTHING = 'There is nothing at this address.';
const NO_SESSION = 'There is no such session.';

/** Undefined if it was refused. */
function exchangeOf(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  tunnelOf: (socket: Socket) => RtmptTunnel | undefined,
): Exchange | undefined {
  reply.hijack();
  const tunnel = tunnelOf(raw.socket);
  if (tunnel?.options().isEnabled === true) return { raw, response: reply.raw, request: webRequest(raw), tunnel };
  refuseTunnel(reply.raw, 404, NOTHING);
  return undefined;
}

async function open({ raw, response, request, tunnel }: Exchange): Promise<void> {
  if ((await bodyOf(raw, response, EMPTY_BODY)) === undefined) return;
  const id = tunnel.sessions.open(request, raw.socket);
  if (id === undefined) refuseTunnel(response, 503, 'There are too many sessions.');
  // librtmp drops the last character.
  else answerTunnel(raw, response, tunnel.options().mimeType, [encoder.encode(`${id}\n`)]);
}

async function go(
  { raw, response, request, tunnel }: Exchange,
  command: RtmptCommand,
  id: string,
  sequence: string,
): Promise<void> {
  if (!SEQUENCE.test(sequence)) return refuseTunnel(response, 400, 'The number of the request is none.');
  // Nobody else's body is read.
  if (tunnel.sessions.find(id, request, raw.socket) === undefined) return refuseTunnel(response, 404, NO_SESSION);
  const { mimeType, maxRequestSize } = tunnel.options();
  const body = await bodyOf(raw, response, command === 'send' ? maxRequestSize : EMPTY_BODY);
  if (body === undefined) return;
  const session = tunnel.sessions.find(id, request, raw.socket);
  if (session === undefined) return refuseTunnel(response, 404, NO_SESSION);
  const { traffic } = tunnel.sessions;
  session.request(new HttpRtmptRequest(command, Number(sequence), body, raw, response, mimeType, traffic));
}

function close({ raw, response, request, tunnel }: Exchange, { id = '' }: Record<string, string>): void {
  const session = tunnel.sessions.find(id, request, raw.socket);
  if (session === undefined) return refuseTunnel(response, 404, NO_SESSION);
  session.destroy();
  answerTunnel(raw, response, tunnel.options().mimeType, [GOODBYE]);
}

async function identify({ raw, response, tunnel }: Exchange, text: string | undefined): Promise<void> {
  if (raw.method === 'POST' && (await bodyOf(raw, response, EMPTY_BODY)) === undefined) return;
  if (text === undefined) return refuseTunnel(response, 404, NOTHING);
  answerTunnel(raw, response, tunnel.options().mimeType, [encoder.encode(text)]);
}

/** Undefined if there is none, and the request was refused. */
async function bodyOf(raw: IncomingMessage, response: ServerResponse, limit: number): Promise<Uint8Array | undefined> {
  const body = await readBody(raw, limit);
  if (body instanceof Uint8Array) return body;
  if (body === 411) refuseTunnel(response, 411, 'The length of the body must be said.');
  if (body === 413) refuseTunnel(response, 413, `The body may have ${limit} bytes.`);
  return undefined;
}
