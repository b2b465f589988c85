import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuditTrail } from './audit-trail.js';

type Json = ReturnType<typeof plain>;

/** Of bodies: what is a secret, or too long for a line. */
const LEFT_OUT: ReadonlySet<string> = new Set(['password', 'current', 'text', 'value', 'args', 'csrf']);
const MAX_LENGTH = 200;

/**
 * Writes down every request that was to change something, and what came of it: when it is answered, and not when the
 * answer has arrived, for who asks may have gone meanwhile.
 */
export function auditRequests(trail: AuditTrail) {
  return (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { method, routeOptions, principal, params, query, body, ip } = request;
    const { needs, isQuestion = false, secrets = [] } = routeOptions.config;
    if (
      method === 'GET' ||
      method === 'HEAD' ||
      isQuestion ||
      request.is404 ||
      (principal === undefined && needs !== 'nobody')
    )
      return Promise.resolve();
    // Who logs in may be somebody else than who is logged in there.
    const who = needs === 'nobody' ? undefined : principal;
    const operation = routeOptions.schema as { operationId?: string } | undefined;
    const entry = {
      user: who?.user ?? nameIn(body),
      by: who?.by ?? 'password',
      address: ip,
      action: operation?.operationId ?? `${method} ${routeOptions.url ?? ''}`,
      target: Object.values({ ...(params as object) })
        .map(String)
        .join('/'),
      details: { ...shown(query, []), ...shown(body, secrets) },
      result: reply.statusCode < 400 ? 'done' : reply.statusCode < 500 ? 'refused' : 'failed',
    } as const;
    trail.record(entry, reply.statusCode);
    return Promise.resolve();
  };
}

/** Who wants to log in. */
function nameIn(body: unknown): string {
  const name = typeof body === 'object' && body !== null && 'user' in body ? body.user : '';
  return typeof name === 'string' ? name.slice(0, MAX_LENGTH) : '';
}

function shown(values: unknown, secrets: readonly string[]): Record<string, Json> {
  if (typeof values !== 'object' || values === null) return {};
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      LEFT_OUT.has(name) || secrets.includes(name) ? [] : [[name, plain(value)]],
    ),
  );
}

function plain(value: unknown): string | number | boolean | null {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === undefined ? null : text.slice(0, MAX_LENGTH);
}
