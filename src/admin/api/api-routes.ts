import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { auditRequests } from './audit-requests.js';
import type { ApiContext } from './api-context.js';
import { apiDocumentation } from './api-documentation.js';
import { ApiError } from './api-error.js';
import { answerError } from './errors.js';
import { guard } from './guard.js';
import { clientRoutes } from './routes/client-routes.js';
import { configurationRoutes } from './routes/configuration-routes.js';
import { eventRoutes } from './routes/event-routes.js';
import { instanceRoutes } from './routes/instance-routes.js';
import { keyRoutes } from './routes/key-routes.js';
import { logRoutes } from './routes/log-routes.js';
import { mediaRoutes } from './routes/media-routes.js';
import { previewRoutes } from './routes/preview-routes.js';
import { restreamRoutes } from './routes/restream-routes.js';
import { serverRoutes } from './routes/server-routes.js';
import { sessionRoutes } from './routes/session-routes.js';
import { sharedObjectRoutes } from './routes/shared-object-routes.js';
import { streamRoutes } from './routes/stream-routes.js';

/** The REST API at `/api/v1`, and its documentation at `/api/docs`. */
export function apiRoutes(http: FastifyInstance, context: ApiContext): void {
  http.register(
    async (scope) => {
      await scope.register(cookie);
      scope.setValidatorCompiler(validatorCompiler);
      // What is answered has the types of the schemas; to check it once more would cost more than to make it.
      scope.setSerializerCompiler(() => JSON.stringify);
      scope.setErrorHandler(answerError(context.logger));
      await apiDocumentation(scope, context.view.version);
      await scope.register(
        (versioned, _options, done) => {
          // Only JSON is taken, which no form of another page can send.
          versioned.removeContentTypeParser('text/plain');
          versioned.decorateRequest('principal', undefined);
          versioned.setNotFoundHandler(({ method, url }) => {
            throw new ApiError(
              'not-found',
              `There is no ${method} ${url.split('?')[0]}; /api/docs shows what there is.`,
            );
          });
          versioned.addHook('onRequest', guard(context.users));
          versioned.addHook('onSend', auditRequests(context.audit));
          const api = versioned.withTypeProvider<ZodTypeProvider>();
          for (const routes of ROUTES) routes(api, context);
          done();
        },
        { prefix: '/v1' },
      );
    },
    { prefix: '/api' },
  );
}

const ROUTES = [
  sessionRoutes,
  serverRoutes,
  instanceRoutes,
  clientRoutes,
  streamRoutes,
  previewRoutes,
  sharedObjectRoutes,
  mediaRoutes,
  restreamRoutes,
  keyRoutes,
  configurationRoutes,
  logRoutes,
  eventRoutes,
] as const;
