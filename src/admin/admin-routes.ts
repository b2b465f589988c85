import type { FastifyInstance } from 'fastify';
import { EXPOSITION_TYPE } from './exposition.js';
import { Metrics } from './metrics.js';
import type { ServerView } from './server-view.js';

/** The administration address: liveness, readiness, metrics. */
export function adminRoutes(http: FastifyInstance, view: ServerView): void {
  const metrics = new Metrics(view);
  http.get('/healthz', () => ({ status: 'alive', version: view.version, uptime: view.uptime() }));
  http.get('/readyz', (_request, reply) => {
    const reasons = view.notReady();
    return reply.code(reasons.length === 0 ? 200 : 503).send({ ready: reasons.length === 0, reasons });
  });
  http.get('/metrics', (_request, reply) => reply.type(EXPOSITION_TYPE).send(metrics.scrape()));
}
