import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from './schema/users.js';
import type { Principal } from '../users/principal.js';
import { mayActAs } from '../users/principal.js';
import type { SessionPrincipal, UserAccess } from '../users/user-access.js';
import { ApiError } from './api-error.js';

/** The cookie of who is logged in. */
export const SESSION_COOKIE = 'afterglow_session';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What one must be to ask it; `nobody`: not even logged in. Viewer where it is left out. */
    needs?: Role | 'nobody';
    /** It is about more than a virtual host: who is limited to one may not ask it. */
    serverWide?: boolean;
    /** Parts of its body that may be secrets: nobody writes them down. */
    secrets?: readonly string[];
    /** It changes nothing, though it has a body. */
    isQuestion?: boolean;
  }

  interface FastifyRequest {
    /** Who asks; undefined for those who are not logged in, where they may ask. */
    principal: Principal | undefined;
  }
}

/** Finds out who asks, and whether that one may. Nothing of the request but its head has been read. */
export function guard(users: UserAccess) {
  return (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    if (request.is404) return Promise.resolve();
    const { needs = 'viewer', serverWide = false } = request.routeOptions.config;
    const session = sessionOf(request, users);
    const principal = session?.principal ?? byToken(request, users);
    request.principal = principal;
    if (needs === 'nobody') return Promise.resolve();
    if (principal === undefined)
      throw new ApiError('not-logged-in', 'You are not logged in, or not any more: log in and ask again.');
    if (!mayActAs(principal.role, needs))
      throw new ApiError('forbidden', `This needs the role ${needs}; yours is ${principal.role}.`);
    if (serverWide && principal.virtualHost !== undefined)
      throw new ApiError('forbidden', `This concerns the whole server; you are limited to ${principal.virtualHost}.`);
    if (
      session !== undefined &&
      changes(request) &&
      !users.isCsrfToken(session.session, request.headers['x-csrf-token'])
    )
      throw new ApiError(
        'forbidden',
        'The header x-csrf-token is missing or wrong: it is `csrf` of GET /api/v1/session.',
      );
    return Promise.resolve();
  };
}

/** Who asks. The guard has let nobody else through. */
export function principalOf({ principal }: FastifyRequest): Principal {
  if (principal === undefined) throw new ApiError('not-logged-in', 'You are not logged in.');
  return principal;
}

/**
 * Who asks, as things are now.
 *
 * @param isUse a session goes on by that
 */
export function askerOf(request: FastifyRequest, users: UserAccess, isUse = true): Principal | undefined {
  return sessionOf(request, users, isUse)?.principal ?? byToken(request, users);
}

/** The session of a request, if it has one that is not over. */
export function sessionOf(request: FastifyRequest, users: UserAccess, isUse = true): SessionPrincipal | undefined {
  const cookie = request.cookies[SESSION_COOKIE];
  return cookie === undefined ? undefined : users.bySession(cookie, isUse);
}

function byToken({ headers }: FastifyRequest, users: UserAccess): Principal | undefined {
  const [, token] = /^Bearer ([A-Za-z0-9._~-]{1,200})$/i.exec(headers.authorization ?? '') ?? [];
  return token === undefined ? undefined : users.byToken(token);
}

function changes({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}
