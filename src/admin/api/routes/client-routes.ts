import { z } from 'zod';
import type { FastifyRequest } from 'fastify';
import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { ApiError, found } from '../api-error.js';
import { principalOf } from '../guard.js';
import { isFor, limited } from '../places.js';
import {
  bandwidthChange,
  banList,
  banned,
  banParams,
  clientDetails,
  clientPage,
  clientParams,
  clientQuery,
  newBan,
} from '../schema/clients.js';
import type { ClientDetails } from '../schema/clients.js';
import { done } from '../schema/values.js';

const operator = { needs: 'operator' } as const;
const tags = ['clients'];

/** Who is connected, and who is let in no more. */
export function clientRoutes(api: Api, context: ApiContext): void {
  const { pages, control } = context;
  /** Whoever may not see a client is not told that there is one. */
  const clientOf = (request: FastifyRequest & { readonly params: { readonly client: string } }): ClientDetails => {
    const { client: id } = request.params;
    const client = pages.client(id);
    return found(client && isFor(principalOf(request), client) ? client : undefined, `client ${id}`);
  };

  api.get(
    '/clients',
    { schema: { summary: 'Who is connected.', tags, querystring: clientQuery, response: { 200: clientPage } } },
    (request) => pages.clients(limited(request, request.query)),
  );
  api.get(
    '/clients/:client',
    { schema: { summary: 'A client.', tags, params: clientParams, response: { 200: clientDetails } } },
    clientOf,
  );
  api.delete(
    '/clients/:client',
    {
      schema: {
        operationId: 'disconnectClient',
        summary: 'Disconnect a client.',
        tags,
        params: clientParams,
        response: { 200: done },
      },
      config: operator,
    },
    (request) => {
      control.disconnect(clientOf(request).id);
      return { done: true } as const;
    },
  );
  api.put(
    '/clients/:client/bandwidth',
    {
      schema: {
        operationId: 'setBandwidth',
        summary: 'Hold a client to a bandwidth.',
        tags,
        params: clientParams,
        body: bandwidthChange,
        response: { 200: done },
      },
      config: operator,
    },
    (request) => {
      control.setBandwidth(clientOf(request).id, request.body);
      return { done: true } as const;
    },
  );
  api.post(
    '/clients/:client/bandwidth-check',
    {
      schema: {
        operationId: 'checkBandwidth',
        summary: 'Measure the bandwidth to a client, which is told.',
        tags,
        params: clientParams,
        response: { 200: z.object({ begun: z.boolean() }) },
      },
      config: operator,
    },
    (request) => ({ begun: control.checkBandwidth(clientOf(request).id) }),
  );
  banRoutes(api, context);
}

function banRoutes(api: Api, { control, clock }: ApiContext): void {
  const config = { needs: 'operator', serverWide: true } as const;
  api.get(
    '/bans',
    {
      schema: { summary: 'Addresses that are let in no more.', tags, response: { 200: banList } },
      config: { serverWide: true },
    },
    () => ({ items: [...control.bans()] }),
  );
  api.post(
    '/bans',
    {
      schema: {
        operationId: 'ban',
        summary: 'Let nobody in from an address.',
        tags,
        body: newBan,
        response: { 200: banned },
      },
      config,
    },
    (request) => {
      const { address, reason, duration, disconnect } = request.body;
      const until = duration === undefined ? undefined : clock.date() + duration;
      const terms = { reason, by: principalOf(request).user, until, disconnect };
      const disconnected = control.ban(address, terms);
      return {
        ban: found(
          control.bans().find((one) => one.address === address),
          'ban',
        ),
        disconnected,
      };
    },
  );
  api.delete(
    '/bans/:address',
    {
      schema: {
        operationId: 'unban',
        summary: 'Let who is banned in again.',
        tags,
        params: banParams,
        response: { 200: done },
      },
      config,
    },
    ({ params }) => {
      if (!control.unban(params.address)) throw new ApiError('not-found', `${params.address} is not banned.`);
      return { done: true } as const;
    },
  );
}
