import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

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
    transform: jsonSchemaTransform,
  });
  await scope.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
}
