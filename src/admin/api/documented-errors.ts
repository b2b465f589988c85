import type { FastifyContextConfig, FastifySchema } from 'fastify';
import { z } from 'zod';
import { apiError } from './schema/values.js';

/** What a route can answer that does not do what is asked, by the number of HTTP. */
const ERRORS = {
  400: 'The request is not what the route expects (`bad-request`).',
  401: 'You are not logged in (`not-logged-in`), or the password is wrong (`wrong-password`).',
  403: 'Your role or your virtual host is not for this, or `x-csrf-token` is missing (`forbidden`).',
  404: 'There is no such thing, or none that is for you (`not-found`).',
  409: 'It cannot be done now (`not-possible`), or somebody else was first (`conflict`).',
  413: 'The body is too long (`too-large`).',
  415: 'The body is no JSON (`wrong-type`).',
  422: 'A value is not valid (`invalid`); of a configuration, with all `problems`.',
  429: 'Too many wrong passwords; `retryAfter` says when to try again (`too-many-logins`).',
  500: 'The server failed to do it; its log says why (`failed`).',
} as const;

type Status = keyof typeof ERRORS;

/** Routes that look at a password. */
const ASKS_PASSWORD: ReadonlySet<unknown> = new Set(['login', 'changeOwnPassword']);
/** Parameters of queries that name a thing. */
const NAMES = ['virtualHost', 'path', 'log', 'application'] as const;

/** The errors that a route can answer, for its documentation. */
export function documentedErrors(method: string, schema: FastifySchema, config: FastifyContextConfig): object {
  const { needs = 'viewer', serverWide = false } = config;
  const names = NAMES.some((name) => schema.querystring instanceof z.ZodObject && name in schema.querystring.shape);
  const changes = method !== 'GET';
  const isClosed = needs !== 'nobody';
  const takes = schema.body !== undefined;
  const can: Readonly<Record<Status, boolean>> = {
    400: takes || schema.querystring !== undefined || schema.params !== undefined,
    401: true,
    403: isClosed && (changes || serverWide || names || needs !== 'viewer'),
    404: schema.params !== undefined || names,
    // Answers without an end, and those that are made from files, are bounded in number.
    409: changes || schema.response === undefined || names,
    413: takes,
    415: takes,
    422: changes,
    429: ASKS_PASSWORD.has((schema as { operationId?: string }).operationId),
    500: true,
  };
  const statuses = (Object.keys(ERRORS) as unknown as Status[]).filter((status) => can[status]);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: ERRORS[status], content: { 'application/json': { schema: apiError } } },
    ]),
  );
}
