import { z } from 'zod';
import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { found } from '../api-error.js';
import { principalOf } from '../guard.js';
import {
  checked,
  configurationEdit,
  configurationFileList,
  configurationText,
  fileQuery,
  levelParams,
  revisionList,
  revisionParams,
  save,
  saved,
} from '../schema/configuration.js';

const config = { needs: 'administrator', serverWide: true } as const;
const tags = ['configuration'];
/** Bytes of a request with the text of a file. */
const bodyLimit = 1024 * 1024;

/** The files of the configuration: read, check, change, take back. */
export function configurationRoutes(api: Api, { configuration, feed, clock }: ApiContext): void {
  api.get(
    '/configuration/files',
    { schema: { summary: 'The files of the configuration.', tags, response: { 200: configurationFileList } }, config },
    () => configuration.files(),
  );
  api.get(
    '/configuration/file',
    { schema: { summary: 'A file.', tags, querystring: fileQuery, response: { 200: configurationText } }, config },
    ({ query }) => configuration.text(query.path),
  );
  api.post(
    '/configuration/check',
    {
      bodyLimit,
      schema: {
        operationId: 'checkConfiguration',
        summary: 'What would be if a file were so; nothing is written.',
        tags,
        body: configurationEdit,
        response: { 200: checked },
      },
      config: { ...config, isQuestion: true },
    },
    ({ body }) => configuration.check(body),
  );
  const changed = <Answer extends { changes: object[] }>(answer: Answer): Answer => {
    feed.tell('configuration.changed', () => ({ at: clock.date(), changes: answer.changes.length }));
    return answer;
  };
  api.put(
    '/configuration/file',
    {
      bodyLimit,
      schema: {
        operationId: 'saveConfiguration',
        summary: 'Change a file, if the configuration is valid with it, and take it over.',
        tags,
        body: save,
        response: { 200: saved },
      },
      config,
    },
    async (request) => changed(await configuration.save(request.body, principalOf(request).user)),
  );
  api.get(
    '/configuration/revisions',
    { schema: { summary: 'What was changed here.', tags, response: { 200: revisionList } }, config },
    async () => ({ items: await configuration.revisions() }),
  );
  api.post(
    '/configuration/revisions/:revision/rollback',
    {
      schema: {
        operationId: 'rollBackConfiguration',
        summary: 'Make a file what it was before a change.',
        tags,
        params: revisionParams,
        response: { 200: saved },
      },
      config,
    },
    async (request) => changed(await configuration.rollBack(request.params.revision, principalOf(request).user)),
  );
  api.get(
    '/configuration/schema/:level',
    { schema: { summary: 'The JSON Schema of a level.', tags, params: levelParams, response: { 200: z.unknown() } } },
    ({ params }) => found(configuration.schema(params.level), `level ${params.level}`),
  );
}
