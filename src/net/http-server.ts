import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import type { Logger } from '../log/logger.js';
import type { ListenAddress } from './tcp-listener.js';

/** Milliseconds for the whole request to come in. */
const REQUEST_TIMEOUT = 30_000;
/** Bytes of a request's body; routes that take more say so. */
const BODY_LIMIT = 64 * 1024;

/** An HTTP listener. Rooms above add their routes to it before it starts. */
export class HttpServer {
  readonly routes: FastifyInstance;

  constructor(
    private readonly address: { readonly host?: string; readonly port: number },
    logger: Logger,
  ) {
    this.routes = Fastify({
      logger: false,
      bodyLimit: BODY_LIMIT,
      requestTimeout: REQUEST_TIMEOUT,
      connectionTimeout: REQUEST_TIMEOUT,
      forceCloseConnections: true,
    });
    this.routes.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500)
        logger.error('an HTTP request failed', { method: request.method, route: request.routeOptions.url, error });
      return reply.code(status).send({ error: status >= 500 ? 'The server failed to answer.' : error.message });
    });
  }

  /** Begins to listen; rejects with the system's error if it cannot. */
  async start(): Promise<void> {
    const { host = '::', port } = this.address;
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
}
