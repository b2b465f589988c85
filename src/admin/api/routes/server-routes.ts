import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { principalOf } from '../guard.js';
import { isFor } from '../places.js';
import { adaptorList, history, server, virtualHostList } from '../schema/server.js';
import { serverOverview } from '../server-overview.js';

/** The server as a whole, its adaptors and virtual hosts. */
export function serverRoutes(api: Api, context: ApiContext): void {
  const { pages, sampler } = context;
  api.get(
    '/server',
    { schema: { summary: 'How the server does.', tags: ['server'], response: { 200: server } } },
    (request) => serverOverview(context, principalOf(request)),
  );
  api.get(
    '/server/history',
    { schema: { summary: 'The last ten minutes, for charts.', tags: ['server'], response: { 200: history } } },
    () => sampler.history,
  );
  api.get(
    '/adaptors',
    { schema: { summary: 'What listens where.', tags: ['server'], response: { 200: adaptorList } } },
    (request) => {
      const [limit] = principalOf(request).virtualHost?.split('/') ?? [];
      return { items: pages.adaptors().filter(({ name }) => limit === undefined || name === limit) };
    },
  );
  api.get(
    '/virtual-hosts',
    { schema: { summary: 'The virtual hosts.', tags: ['server'], response: { 200: virtualHostList } } },
    (request) => ({
      items: pages
        .virtualHosts()
        .filter(({ adaptor, name }) => isFor(principalOf(request), { adaptor, virtualHost: name })),
    }),
  );
}
