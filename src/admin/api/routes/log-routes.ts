import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { ApiError, found } from '../api-error.js';
import { principalOf } from '../guard.js';
import { mayActAs } from '../../users/principal.js';
import {
  auditPage,
  auditQuery,
  logFileList,
  logFilePage,
  logFileQuery,
  logPage,
  logQuery,
  refusalPage,
  refusalQuery,
} from '../schema/logs.js';

const tags = ['logs'];
/** Searches of files at a time. */
const MAX_SEARCHES = 4;

/** What was logged, who was refused and why, who changed what. */
export function logRoutes(api: Api, { logs, logArchive, refusals, audit }: ApiContext): void {
  api.get(
    '/logs',
    {
      schema: { summary: 'The newest lines of the log.', tags, querystring: logQuery, response: { 200: logPage } },
      config: { needs: 'operator', serverWide: true },
    },
    ({ query }) => logs.page(query),
  );
  api.get(
    '/logs/files',
    {
      schema: { summary: 'The logs that are kept in files.', tags, response: { 200: logFileList } },
      config: { needs: 'operator', serverWide: true },
    },
    async () => ({ items: [...(await logArchive.list())] }),
  );
  let searching = 0;
  api.get(
    '/logs/search',
    {
      schema: {
        summary: 'The lines of a log file and of those before it that hold a text, the newest first.',
        tags,
        querystring: logFileQuery,
        response: { 200: logFilePage },
      },
      config: { needs: 'operator', serverWide: true },
    },
    async (request) => {
      const { log } = request.query;
      if (log === 'admin' && !mayActAs(principalOf(request).role, 'administrator'))
        throw new ApiError('forbidden', 'Only an administrator may read who changed what.');
      if (searching >= MAX_SEARCHES)
        throw new ApiError('not-possible', `${MAX_SEARCHES} searches run already; wait until one of them is done.`);
      searching++;
      try {
        return found(await logArchive.search(request.query), `log ${log}`);
      } finally {
        searching--;
      }
    },
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
