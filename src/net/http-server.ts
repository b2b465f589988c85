import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Fastify from 'fastify';
import { allAddresses } from '../application/address-rules.js';
import type { Logger } from '../log/logger.js';
import type { TrustedProxies } from './admission.js';
import { Admission } from './admission.js';
import { ConnectionLimits } from './connection-limits.js';
import { isForeignHost, isForeignOrigin } from './foreign-requests.js';
import { isLoopback, plainAddress } from './plain-address.js';
import type { ProxiedAddress } from './proxy-header.js';
import { systemClock } from './system-clock.js';
import type { ListenAddress } from './tcp-listener.js';

const SERVER_OPTIONS = {
  /** Milliseconds for the headers of a request, and for all of it, however the bytes come. */
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  /** Milliseconds between two looks for requests that take longer. */
  connectionsCheckingInterval: 1_000,
  /** Milliseconds for which a connection may wait for its next request. */
  keepAliveTimeout: 30_000,
  /** Bytes of all headers together. */
  maxHeaderSize: 16 * 1024,
} as const;
/** Bytes of a request's body; routes that take more say so. */
const BODY_LIMIT = 64 * 1024;
/** Connections at a time. */
const LIMITS = {
  access: allAddresses,
  maxConnections: 1000,
  maxConnectionsPerAddress: 50,
  maxConnectionRate: Infinity,
} as const;

/** Of every answer, unless its route says otherwise. */
const HEADERS = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } as const;

export interface HttpServerOptions {
  readonly host?: string;
  readonly port: number;
  /**
   * On loopback, answers only who asks for an address of this machine. A page in a browser here could otherwise
   * ask, under a name of its own that it lets point to us (DNS rebinding).
   */
  readonly localNamesOnly?: boolean;
  /** Nobody is trusted where it is left out. */
  readonly proxies?: () => TrustedProxies;
}

const NO_PROXIES: TrustedProxies = { trusted: { refuses: () => 'no proxies' }, timeout: 0 };

/** An HTTP listener. Rooms above add their routes to it before it starts. */
export class HttpServer {
  readonly routes: FastifyInstance;
  readonly #admission: Admission;

  constructor(
    private readonly options: HttpServerOptions,
    private readonly logger: Logger,
  ) {
    const { proxies = () => NO_PROXIES } = options;
    this.#admission = new Admission('http', new ConnectionLimits(LIMITS), systemClock, logger, proxies);
    this.routes = Fastify({
      logger: false,
      bodyLimit: BODY_LIMIT,
      forceCloseConnections: true,
      serverFactory: (answer) => this.#listener(answer),
      frameworkErrors: (error, _request, reply) =>
        void refuse(reply as FastifyReply, error.statusCode ?? 400, error.message),
    });
    this.routes.addHook('onRequest', (request, reply) => this.#guard(request, reply));
    this.routes.setNotFoundHandler((request, reply) => this.#notFound(request, reply));
    this.routes.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500)
        logger.error('an HTTP request failed', { method: request.method, route: request.routeOptions.url, error });
      return reply.code(status).send({ error: status >= 500 ? 'The server failed to answer.' : error.message });
    });
  }

  /** Begins to listen; rejects with the system's error if it cannot. */
  async start(): Promise<void> {
    const { port, host = '::' } = this.options;
    await this.routes.listen({ port, host });
  }

  /** The address it really listens on. */
  get boundTo(): ListenAddress {
    const { address, port } = this.routes.server.address() as AddressInfo;
    return { host: address, port };
  }

  /** Stops listening and closes what is open. */
  async close(): Promise<void> {
    this.#admission.close();
    await this.routes.close();
  }

  /** Hands a connection to HTTP once it is let in, and not before. */
  #listener(answer: RequestListener): Server {
    const server = createServer(SERVER_OPTIONS, answer);
    const serve = server.listeners('connection');
    server.removeAllListeners('connection').on('connection', (socket) => {
      this.#admission.decide(socket, (proxied) => {
        tell(socket, proxied);
        for (const listener of serve) listener.call(server, socket);
        // A socket whose header was read has been paused since.
        socket.resume();
      });
    });
    return server;
  }

  /** What holds for every request, before anything is done for it. */
  async #guard(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    reply.headers(HEADERS);
    const { host, origin } = request.headers;
    const isLocal = this.options.localNamesOnly === true && isLoopback(plainAddress(request.socket.localAddress));
    if ((isLocal && isForeignHost(host)) || isForeignOrigin(origin, host)) {
      this.logger.warn('refused an HTTP request', { address: request.ip, rule: 'it came by a foreign page or name' });
      return refuse(reply, 403, 'This address is not for other names or pages.');
    } else if (hasBody(request) && (request.is404 || request.method === 'GET' || request.method === 'HEAD')) {
      return refuse(reply, 413, 'No body is expected.');
    }
    return undefined;
  }

  #notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const [path = '/'] = request.url.split('?');
    if (!this.routes.hasRoute({ method: 'GET', url: path })) {
      return reply.code(404).send({ error: 'There is nothing at this address.' });
    }
    return reply.code(405).header('allow', 'GET, HEAD').send({ error: 'Only GET and HEAD are for this address.' });
  }
}

/** What still comes of the request is not waited for. */
function refuse(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply.code(status).headers(HEADERS).header('connection', 'close').send({ error });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Whoever looks at the connection of a request sees who really made it (`request.ip`). */
function tell(socket: Socket, proxied?: ProxiedAddress): void {
  const { address, port } = proxied ?? { address: plainAddress(socket.remoteAddress), port: socket.remotePort };
  Object.defineProperties(socket, { remoteAddress: { value: address }, remotePort: { value: port } });
}
