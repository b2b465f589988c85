import type { FastifyInstance } from 'fastify';
import type { DependencyContainer } from 'tsyringe';
import { RemotingGateway } from '../remoting/remoting-gateway.js';
import { remotingRoute } from '../remoting/remoting-route.js';
import type { AfterglowServer } from './afterglow-server.js';
import { tokens } from './tokens.js';

/** Offers Flash Remoting over HTTP, to the applications of the default adaptor. */
export function openRemoting(rooms: DependencyContainer, server: AfterglowServer, http: FastifyInstance): void {
  const [running] = server.adaptors;
  if (running === undefined) return;
  const gateway = new RemotingGateway({
    adaptor: () => running.adaptor,
    clock: rooms.resolve(tokens.clock),
    logger: rooms.resolve(tokens.logger),
    createId: rooms.resolve(tokens.createId),
    options: () => server.configuration.server.http.remoting,
    amf: () => server.configuration.adaptors[0]!.amf,
  });
  remotingRoute(http, gateway);
}
