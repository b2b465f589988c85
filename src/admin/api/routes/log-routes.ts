import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { principalOf } from '../guard.js';
import { auditPage, auditQuery, logPage, logQuery, refusalPage, refusalQuery } from '../schema/logs.js';

const tags = ['logs'];

/** What was logged, who was refused and why, who changed what. */
export function logRoutes(api: Api, { logs, refusals, audit }: ApiContext): void {
  api.get(
    '/logs',
    {
      schema: { summary: 'The newest lines of the log.', tags, querystring: logQuery, response: { 200: logPage } },
      config: { needs: 'operator', serverWide: true },
    },
    ({ query }) => logs.page(query),
  );
  api.get(
    '/refusals',
    {
      schema: { summary: 'Why clients were refused.', tags, querystring: refusalQuery, response: { 200: refusalPage } },
    },
    (request) => refusals.page(principalOf(request), request.query),
  );
  api.get(
    '/audit',
    {
      schema: { summary: 'Who changed what.', tags, querystring: auditQuery, response: { 200: auditPage } },
      config: { needs: 'administrator', serverWide: true },
    },
    ({ query: { limit, cursor, search } }) => audit.page(limit, cursor, search),
  );
}
