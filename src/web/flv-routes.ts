import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseStreamPath } from '../application/stream-path.js';
import { isRefusal } from '../application/refusal.js';
import type { AnsweringStream } from '../net/answering-stream.js';
import { HttpByteStream } from '../net/http-byte-stream.js';
import type { WebRequest } from '../net/web-request.js';
import { webRequest } from '../net/web-request.js';
import type { WebSockets } from '../net/web-sockets.js';
import { fileExtensions } from './file-answer.js';
import { FlvClient } from './flv-client.js';
import type { FlvProtocol, FlvWish } from './flv-client.js';
import type { FlvEnvironment } from './flv-options.js';
import { FlvPlayback } from './flv-playback.js';
import { FlvPublication } from './flv-publication.js';
import { namedFile } from './named-file.js';
import { statusOf } from './refusal-status.js';

const ENDING = '.flv';

/** One part of a path, after others: application, instance, folders of the name. */
const PLACES = ['/:a', '/:a/:b', '/:a/:b/:c', '/:a/:b/:c/:d', '/:a/:b/:c/:d/:e'];
const STREAMS = PLACES.map((parts) => `${parts}/:name(^.+\\.flv$)`);
/** To be read only: recorded media has other endings, too. */
const FILES = PLACES.map((parts) => `${parts}/:name(^.+\\.(?:${fileExtensions.join('|')})$)`);

/**
 * `/application[/instance]/stream.flv`: live streams as FLV, to play and to publish, over HTTP and over WebSocket; and
 * recorded media as files.
 */
export function flvRoutes(http: FastifyInstance, sockets: WebSockets, environment: FlvEnvironment): void {
  for (const url of FILES) {
    http.get(url, { exposeHeadRoute: false }, (request, reply) => play(request, reply, environment));
    http.head(url, (request, reply) => describe(request, reply, environment));
  }
  for (const url of STREAMS) {
    // What is published is read as it comes, and has no end.
    http.route({
      method: ['POST', 'PUT'],
      url,
      config: { endless: true },
      onRequest: (request, reply) => Promise.resolve(take(request, reply, 'publish', environment)),
      handler: () => undefined,
    });
  }
  sockets.route({
    matches: ({ path }) => path.endsWith(ENDING),
    accept: (stream, request) => {
      // Who publishes over a WebSocket says so, because both would begin in the same way.
      const action = new URLSearchParams(request.query).has('publish') ? 'publish' : 'play';
      const wish = wished(request, action, request.secure ? 'wss-flv' : 'ws-flv');
      if (wish === undefined) stream.answer(400, BAD_PATH);
      else serve(stream, request, wish, environment);
    },
  });
}

const BAD_PATH = 'The address names no stream: /application/name.flv or /application/instance/name.flv.';

/** A live stream, or the file of one that was recorded. */
async function play(request: FastifyRequest, reply: FastifyReply, environment: FlvEnvironment): Promise<FastifyReply> {
  const { files } = environment;
  const asked = webRequest(request.raw);
  if (!asked.path.endsWith(ENDING)) return namedFile(request, reply, files);
  const wish = wished(asked, 'play', 'http-flv');
  const isFile = wish !== undefined && (await files.has(asked, wish));
  return isFile ? files.answer(request, reply, wish) : take(request, reply, 'play', environment);
}

function take(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  action: FlvWish['action'],
  environment: FlvEnvironment,
): FastifyReply {
  const request = webRequest(raw);
  const wish = wished(request, action, request.secure ? 'https-flv' : 'http-flv');
  if (wish === undefined) return reply.code(400).type('text/plain; charset=utf-8').send(`${BAD_PATH}\n`);
  const headers = reply.getHeaders();
  reply.hijack();
  serve(new HttpByteStream(raw, reply.raw, request, headers), request, wish, environment);
  return reply;
}

function serve(stream: AnsweringStream, request: WebRequest, wish: FlvWish, environment: FlvEnvironment): void {
  const makeUse = (client: FlvClient) =>
    wish.action === 'play' ? new FlvPlayback(client) : new FlvPublication(client);
  new FlvClient(stream, request, wish, environment, makeUse).start();
}

/** What is there of a file; of a live stream, whether the application is there: whether somebody publishes is learnt by playing only. */
async function describe(
  asked: FastifyRequest,
  reply: FastifyReply,
  { adaptor, files }: FlvEnvironment,
): Promise<FastifyReply> {
  const request = webRequest(asked.raw);
  if (!request.path.endsWith(ENDING)) return namedFile(asked, reply, files);
  const wish = wished(request, 'play', 'http-flv');
  if (wish === undefined) return reply.code(400).send();
  if (await files.has(request, wish)) return files.answer(asked, reply, wish);
  const { application, instance } = wish;
  const { query, hostName: host, address } = request;
  const found = await adaptor.open({ application, instance, query, host }, address);
  return isRefusal(found) ? reply.code(statusOf(found)).send() : reply.type('video/x-flv').send();
}

function wished({ path, query }: WebRequest, action: FlvWish['action'], protocol: FlvProtocol): FlvWish | undefined {
  const stream = parseStreamPath(path.slice(0, -ENDING.length), query);
  return stream && { ...stream, action, protocol };
}
