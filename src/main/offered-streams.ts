import type { FastifyInstance } from 'fastify';
import type { DependencyContainer } from 'tsyringe';
import type { WebSockets } from '../net/web-sockets.js';
import { flvRoutes } from '../web/flv-routes.js';
import { RecordedFiles } from '../web/recorded-files.js';
import { ruffleSettings } from '../web/ruffle-settings.js';
import type { AfterglowServer } from './afterglow-server.js';
import { tokens } from './tokens.js';

/** Where RTMP is spoken over WebSockets. */
const RTMP_PATH = '/rtmp';

/** Offers the streams of the default adaptor over HTTP: as FLV, as RTMP in WebSockets, and as files that were recorded. */
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
  const environment = {
    adaptor: running.adaptor,
    clock: rooms.resolve(tokens.clock),
    createId: rooms.resolve(tokens.createId),
    logger: rooms.resolve(tokens.logger),
  };
  flvRoutes(http, webSockets, {
    ...environment,
    files: new RecordedFiles(environment),
    options: () => {
      const { server: settings, adaptors } = server.configuration;
      return { ...settings.http.flv, acceptTimeout: adaptors[0]!.rtmp.acceptTimeout };
    },
  });
}
