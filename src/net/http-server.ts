import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Fastify from 'fastify';
import { allAddresses } from '../application/address-rules.js';
import type { Logger } from '../log/logger.js';
import type { TrustedProxies } from './admission.js';
import { Admission } from './admission.js';
import { isAllowedOrigin } from './allowed-origins.js';
import { ConnectionLimits } from './connection-limits.js';
import { answerBroken } from './broken-requests.js';
import type { ByteStream } from './byte-stream.js';
import type { ConnectionSorterOptions } from './connection-sorter.js';
import { ConnectionSorter } from './connection-sorter.js';
import { isForeignHost } from './foreign-requests.js';
import { HttpRefusal, nothingHere, refusalBody } from './http-refusal.js';
import { isLoopback, plainAddress } from './plain-address.js';
import type { ProxiedAddress } from './proxy-header.js';
import { systemClock } from './system-clock.js';
import './http-route-config.js';
import { RouteMethods } from './route-methods.js';
import { TcpByteStream } from './tcp-byte-stream.js';
import type { ListenAddress } from './tcp-listener.js';
import type { TlsCertificates } from './tls-certificates.js';
import type { WebSockets } from './web-sockets.js';

const SERVER_OPTIONS = {
  /** Milliseconds for the headers of a request, however the bytes come. Bodies have {@link BODY_TIMEOUT}. */
  headersTimeout: 10_000,
  requestTimeout: 0,
  /** Milliseconds between two looks for requests that take longer. */
  connectionsCheckingInterval: 1_000,
  /** Milliseconds for which a connection may wait for its next request. */
  keepAliveTimeout: 30_000,
  /** Bytes of all headers together. */
  maxHeaderSize: 16 * 1024,
} as const;
/** Milliseconds for the body of a request, but of one that has no end. */
const BODY_TIMEOUT = 15_000;
/** Characters of a part of a path. */
const MAX_PART_LENGTH = 1024;
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
   * Where there are any, even none, a loopback address answers only who asks for an address of this machine or for one
   * of these names. A page in a browser here could otherwise ask, under a name of its own that it lets point to us (DNS
   * rebinding).
   */
  readonly localNames?: () => readonly string[];
  /** Bound the connections; {@link LIMITS} where they are left out. */
  readonly limits?: ConnectionLimits;
  /** Of pages that may ask besides our own, exact and in lower case, or `*`. */
  readonly origins?: () => readonly string[];
  /** None are opened where they are left out. */
  readonly webSockets?: WebSockets;
  /** Nobody is trusted where it is left out. */
  readonly proxies?: () => TrustedProxies;
  /** For TLS, without which nobody comes in then; with {@link rtmp}, neither does RTMP. */
  readonly certificates?: TlsCertificates;
  /** Takes who speaks RTMP here, and lets TLS in for both. */
  readonly rtmp?: RtmpGuest;
}

/** Who speaks RTMP on an address of HTTP. */
export interface RtmpGuest {
  readonly certificates: TlsCertificates;
  /** @param since when the connection came, by the clock */
  accept(stream: ByteStream, since: number): void;
}

const NO_PROXIES: TrustedProxies = { trusted: { refuses: () => 'no proxies' }, timeout: 0 };

/** An HTTP listener. Rooms above add their routes to it before it starts. */
export class HttpServer {
  readonly routes: FastifyInstance;
  readonly #methods = new RouteMethods();
  readonly #admission: Admission;
  readonly #sorter: ConnectionSorter | undefined;
  #serve: (socket: Socket) => void = () => undefined;

  constructor(
    private readonly options: HttpServerOptions,
    private readonly logger: Logger,
  ) {
    const { proxies = () => NO_PROXIES, limits = new ConnectionLimits(LIMITS) } = options;
    this.#sorter = sorterFor(options, logger);
    this.#admission = new Admission('http', limits, systemClock, logger, proxies);
    this.routes = Fastify({
      logger: false,
      bodyLimit: BODY_LIMIT,
      routerOptions: { maxParamLength: MAX_PART_LENGTH },
      forceCloseConnections: true,
      clientErrorHandler: answerBroken,
      serverFactory: (answer) => this.#listener(answer),
      frameworkErrors: (error, _request, reply) =>
        void refuse(reply as FastifyReply, error.statusCode ?? 400, error.message),
    });
    this.routes.addHook('onRoute', ({ url, method }) => this.#methods.add(url, [method].flat()));
    this.routes.addHook('onRequest', (request, reply) => this.#guard(request, reply));
    this.routes.setNotFoundHandler(() => {
      throw nothingHere();
    });
    this.routes.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500)
        logger.error('an HTTP request failed', { method: request.method, route: request.routeOptions.url, error });
      return reply
        .code(status)
        .send(refusalBody(status, status >= 500 ? 'The server failed to answer.' : error.message));
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
    return { host: address, port, secure: this.options.certificates !== undefined };
  }

  /** Stops listening and closes what is open. */
  async close(): Promise<void> {
    this.#admission.close();
    this.#sorter?.close();
    await this.options.webSockets?.close();
    await this.routes.close();
  }

  /**
   * Takes a connection that came in by another listener, and was let in there.
   *
   * @param proxied who connects, where a proxy stands in between
   */
  take(socket: Socket, proxied?: ProxiedAddress): void {
    tell(socket, proxied);
    this.#serve(socket);
    if (socket instanceof TLSSocket) readAsStream(socket);
    // Its first bytes were read and put back, and it has been paused since.
    socket.resume();
  }

  /** Hands a connection to HTTP once it is let in, and not before. */
  #listener(answer: RequestListener): Server {
    const server = createServer(SERVER_OPTIONS, answer);
    const { webSockets } = this.options;
    if (webSockets !== undefined)
      server.on('upgrade', (request, wire, head) => webSockets.upgrade(request, wire, head));
    const listeners = server.listeners('connection');
    this.#serve = (socket) => listeners.forEach((listener) => void listener.call(server, socket));
    server.removeAllListeners('connection').on('connection', (socket) => {
      this.#admission.decide(socket, (proxied) => {
        const sorter = this.#sorter;
        if (sorter === undefined) return this.take(socket, proxied);
        const address = proxied?.address ?? plainAddress(socket.remoteAddress);
        sorter.sort(socket, address, ({ socket: sorted, protocol, since }) => {
          if (protocol === 'http') this.take(sorted, proxied);
          else this.options.rtmp?.accept(new TcpByteStream(sorted, proxied), since);
        });
      });
    });
    return server;
  }

  /** What holds for every request, before anything is done for it. */
  async #guard(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    reply.headers(HEADERS);
    const { host, origin } = request.headers;
    const { origins = () => [], localNames } = this.options;
    const isLocal = localNames !== undefined && isLoopback(plainAddress(request.socket.localAddress));
    if ((isLocal && isForeignHost(host, localNames())) || !isAllowedOrigin(origin, host, origins())) {
      this.logger.warn('refused an HTTP request', {
        address: request.ip,
        rule: 'it came by a foreign page or name',
        origin,
      });
      return refuse(reply, 403, 'This address is not for other names or pages (http.cors.origins).');
    } else if (hasBody(request) && !request.is404 && (request.method === 'GET' || request.method === 'HEAD')) {
      return refuse(reply, 413, 'No body is expected.');
    }
    if (origin !== undefined) reply.headers({ 'access-control-allow-origin': origin, vary: 'Origin' });
    if (request.is404) return this.#withoutRoute(request, reply);
    if (hasBody(request) && request.routeOptions.config.endless !== true) bound(request);
    return undefined;
  }

  /**
   * Answers who asks what is for this address (`OPTIONS`), as browsers do first; throws {@link HttpRefusal} for all else
   * that there is no route for.
   */
  #withoutRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const [path = '/'] = request.url.split('?');
    const methods = this.#methods.at(path);
    // What still comes of the request is not waited for.
    if (hasBody(request)) reply.header('connection', 'close');
    if (methods.length === 0) throw nothingHere();
    const allowed = methods.join(', ');
    reply.header('allow', allowed);
    if (request.method === 'OPTIONS') return reply.code(204).headers(preflight(request, allowed)).send();
    throw new HttpRefusal(405, `Only ${allowed} ${methods.length === 1 ? 'is' : 'are'} for this address.`);
  }
}

/** What a page that may ask at all may ask for (the Fetch standard, section 3.3). */
function preflight({ headers }: FastifyRequest, allowed: string): Record<string, string> {
  if (headers.origin === undefined) return {};
  return {
    'access-control-allow-methods': allowed,
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
    'access-control-max-age': '600',
  };
}

/** What still comes of the request is not waited for. */
function refuse(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply.code(status).headers(HEADERS).header('connection', 'close').send(refusalBody(status, error));
}

/** Whose body has not come in time is cut off. */
function bound({ raw }: FastifyRequest): void {
  const timer = systemClock.after(BODY_TIMEOUT, () => raw.destroy());
  raw.once('end', () => timer.cancel()).once('close', () => timer.cancel());
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Lets Node.js read requests in TLS as those of any stream, which it does once somebody else listens to the data. Its
 * shortcut ends the connection when two records come at once while an answer waits to be read: requests of RTMPTS do.
 */
function readAsStream(socket: TLSSocket): void {
  const nothing = (): void => undefined;
  socket.on('data', nothing).off('data', nothing);
}

/** Undefined where there is nothing to tell apart. */
function sorterFor({ certificates, rtmp }: HttpServerOptions, logger: Logger): ConnectionSorter | undefined {
  const shown = certificates ?? rtmp?.certificates;
  if (shown === undefined) return undefined;
  const timeout = () => SERVER_OPTIONS.headersTimeout;
  const options = {
    place: 'http',
    protocols: rtmp === undefined ? ['http'] : ['http', 'rtmp'],
    certificates: shown,
    secureOnly: certificates !== undefined,
    timeout,
    timeoutRule: 'headers: they did not come in time',
  } satisfies ConnectionSorterOptions;
  return new ConnectionSorter(options, systemClock, logger);
}

/** Whoever looks at the connection of a request sees who really made it (`request.ip`). */
function tell(socket: Socket, proxied?: ProxiedAddress): void {
  const { address, port } = proxied ?? { address: plainAddress(socket.remoteAddress), port: socket.remotePort };
  Object.defineProperties(socket, { remoteAddress: { value: address }, remotePort: { value: port } });
}
