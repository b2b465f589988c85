import type { AddressInfo, Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Fastify from 'fastify';
import { allAddresses } from '../application/address-rules.js';
import type { Logger } from '../log/logger.js';
import { ConnectionLimits } from './connection-limits.js';
import { isForeignHost, isForeignOrigin } from './foreign-requests.js';
import { isLoopback, plainAddress } from './plain-address.js';
import { systemClock } from './system-clock.js';
import type { ListenAddress } from './tcp-listener.js';

/** Milliseconds for the headers of a request, and for all of it, however the bytes come. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 15_000;
/** Milliseconds between two looks for requests that take longer. */
const CHECK_INTERVAL = 1_000;
/** Milliseconds for which a connection may wait for its next request. */
const KEEP_ALIVE_TIMEOUT = 30_000;
/** Bytes of all headers together, and of a request's body; routes that take more say so. */
const MAX_HEADER_SIZE = 16 * 1024;
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
}

/** An HTTP listener. Rooms above add their routes to it before it starts. */
export class HttpServer {
  readonly routes: FastifyInstance;
  readonly #limits = new ConnectionLimits(LIMITS);

  constructor(
    private readonly options: HttpServerOptions,
    private readonly logger: Logger,
  ) {
    this.routes = Fastify({
      logger: false,
      bodyLimit: BODY_LIMIT,
      requestTimeout: REQUEST_TIMEOUT,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
      forceCloseConnections: true,
      frameworkErrors: (error, _request, reply) =>
        void refuse(reply as FastifyReply, error.statusCode ?? 400, error.message),
      http: {
        headersTimeout: HEADERS_TIMEOUT,
        connectionsCheckingInterval: CHECK_INTERVAL,
        maxHeaderSize: MAX_HEADER_SIZE,
      },
    });
    this.routes.server.on('connection', (socket) => this.#limit(socket));
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
    await this.routes.close();
  }

  #limit(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress);
    const rule = this.#limits.enter(address, systemClock.now());
    if (rule !== undefined) {
      socket.destroy();
      return;
    }
    socket.once('close', () => this.#limits.leave(address));
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
