import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { documentedErrors } from './documented-errors.js';

/**
 * The page asks nobody but this server, by HTTP where it came by HTTP. Its own styles are written into it by its scripts.
 */
const PAGE_POLICY = {
  'default-src': "'self'",
  'base-uri': "'self'",
  'frame-ancestors': "'none'",
  'img-src': ["'self'", 'data:'],
  'object-src': "'none'",
  'style-src': ["'self'", "'unsafe-inline'"],
};

/** OpenAPI of all routes that are added to `scope` afterwards, and a page to read and try them. */
export async function apiDocumentation(scope: FastifyInstance, version: string): Promise<void> {
  await scope.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Afterglow administration',
        version,
        description:
          'Log in at POST /api/v1/session and send the `csrf` of the answer as `x-csrf-token` with whatever changes something; or ' +
          'send a token as `Authorization: Bearer`. Dates are milliseconds since 1970 UTC, durations milliseconds, sizes bytes.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'afterglow_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ session: [] }, { token: [] }],
    },
    transform: (route) => {
      const { schema, route: found } = route;
      const [method = 'GET'] = [found.method].flat();
      const errors = documentedErrors(method, schema, found.config ?? {});
      return jsonSchemaTransform({ ...route, schema: { ...schema, response: { ...errors, ...answersOf(schema) } } });
    },
    transformObject: jsonSchemaTransformObject,
  });
  await scope.register(swaggerUi, {
    routePrefix: '/docs',
    indexPrefix: scope.prefix,
    theme: { title: 'Afterglow administration' },
    staticCSP: PAGE_POLICY,
    uiConfig: { requestInterceptor: withCsrf },
  });
}

interface PageRequest {
  readonly method?: string;
  readonly headers: Record<string, string>;
}

/** Runs in the page: who is logged in there can try what changes something, too. It may use nothing of this file. */
async function withCsrf<Request extends object>(request: Request): Promise<Request> {
  const { method, headers } = request as unknown as PageRequest;
  if (method === 'GET' || headers.Authorization !== undefined) return request;
  const session = await fetch('/api/v1/session');
  if (session.ok) headers['x-csrf-token'] = ((await session.json()) as { csrf: string }).csrf;
  return request;
}

/** Of a route that says nothing of its answer but of what type it is: it is no JSON. */
function answersOf({ response, produces = [] }: FastifySchema & { readonly produces?: readonly string[] }): object {
  if (response !== undefined) return response as object;
  const content = produces.map((type) => [type, { schema: z.string().meta({ format: 'binary' }) }] as const);
  return { 200: { description: 'What is asked for.', content: Object.fromEntries(content) } };
}
