import type { FastifyInstance } from 'fastify';
import type { DependencyContainer } from 'tsyringe';
import type { WebSockets } from '../net/web-sockets.js';
import { flvRoutes } from '../web/flv-routes.js';
import { ruffleSettings } from '../web/ruffle-settings.js';
import type { AfterglowServer } from './afterglow-server.js';
import { tokens } from './tokens.js';

/** Where RTMP is spoken over WebSockets. */
const RTMP_PATH = '/rtmp';

/** Offers the streams of the default adaptor over HTTP: as FLV, and as RTMP in WebSockets. */
export function offerStreams(
  rooms: DependencyContainer,
  server: AfterglowServer,
  http: FastifyInstance,
  webSockets: WebSockets,
): void {
  const [running] = server.adaptors;
  if (running === undefined) return;
  webSockets.route({
    matches: ({ path }) => path === RTMP_PATH,
    accept: (stream) => running.accept(stream),
  });
  ruffleSettings(http, () => server.addresses[0]?.port ?? 0);
  flvRoutes(http, webSockets, {
    adaptor: running.adaptor,
    clock: rooms.resolve(tokens.clock),
    createId: rooms.resolve(tokens.createId),
    logger: rooms.resolve(tokens.logger),
    options: () => {
      const { server: settings, adaptors } = server.configuration;
      return { ...settings.http.flv, acceptTimeout: adaptors[0]!.rtmp.acceptTimeout };
    },
  });
}
