import type { FastifyInstance } from 'fastify';
import type { DependencyContainer } from 'tsyringe';
import { hlsRoutes } from '../web/hls-routes.js';
import type { AfterglowServer } from './afterglow-server.js';
import { tokens } from './tokens.js';

/** Offers the live and recorded media of the default adaptor in segments. */
export function offerHls(rooms: DependencyContainer, server: AfterglowServer, http: FastifyInstance): void {
  const [running] = server.adaptors;
  if (running === undefined) return;
  const dvr = hlsRoutes(http, {
    adaptor: running.adaptor,
    clock: rooms.resolve(tokens.clock),
    createId: rooms.resolve(tokens.createId),
    logger: rooms.resolve(tokens.logger),
    options: () => server.configuration.server.http.hls,
  });
  rooms.resolve(tokens.witness).add(dvr);
}
