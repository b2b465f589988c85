import type { FastifyRequest } from 'fastify';
import type { Principal } from '../users/principal.js';
import { ApiError } from './api-error.js';
import { principalOf } from './guard.js';

interface HostPlace {
  readonly adaptor: string;
  readonly virtualHost: string;
}

/** Whether something of that virtual host is for who asks. */
export function isFor(principal: Principal, { adaptor, virtualHost }: HostPlace): boolean {
  return principal.virtualHost === undefined || principal.virtualHost === `${adaptor}/${virtualHost}`;
}

/** The virtual host that who asks is limited to; nothing for who sees all of the server. */
export function hostFor({ virtualHost: limit }: Principal): Partial<HostPlace> {
  if (limit === undefined) return {};
  const [adaptor = '', virtualHost = ''] = limit.split('/');
  return { adaptor, virtualHost };
}

/** Throws if something of that virtual host is not for who asks. */
export function mustBeFor(request: FastifyRequest, place: HostPlace): void {
  const principal = principalOf(request);
  if (!isFor(principal, place))
    throw new ApiError('forbidden', `This is of another virtual host; you are limited to ${principal.virtualHost}.`);
}

/** The place that path and query name, if it is for who asks. */
export function placeOf<Params extends object, Query extends HostPlace>(
  request: FastifyRequest & { readonly params: Params; readonly query: Query },
): Params & HostPlace {
  const { params, query } = request;
  mustBeFor(request, query);
  return { ...params, adaptor: query.adaptor, virtualHost: query.virtualHost };
}

/** The question for a list, about nothing but what is for who asks. */
export function limited<Query extends { adaptor?: string | undefined; virtualHost?: string | undefined }>(
  request: FastifyRequest,
  query: Query,
): Query {
  const principal = principalOf(request);
  const whole = { ...query, ...hostFor(principal) };
  if (
    (query.adaptor ?? whole.adaptor) !== whole.adaptor ||
    (query.virtualHost ?? whole.virtualHost) !== whole.virtualHost
  )
    throw new ApiError('forbidden', `This is of another virtual host; you are limited to ${principal.virtualHost}.`);
  return whole;
}
