import type { FastifyRequest } from 'fastify';
import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { byteRange } from '../byte-range.js';
import { mustBeFor } from '../places.js';
import { done } from '../schema/values.js';
import { mediaFacts, mediaFilePage, mediaFileQuery, mediaQuery, repaired } from '../schema/recordings.js';
import type { MediaFile } from '../schema/recordings.js';

const operator = { needs: 'operator' } as const;
const tags = ['recorded media'];
const TYPES = new Map([
  ['flv', 'video/x-flv'],
  ['mp3', 'audio/mpeg'],
]);

/** Recorded media: what was recorded, and what is in the media folders of applications. */
export function mediaRoutes(api: Api, { control }: ApiContext): void {
  api.get(
    '/media',
    {
      schema: {
        summary: 'The recorded media of an application.',
        tags,
        querystring: mediaQuery,
        response: { 200: mediaFilePage },
      },
    },
    async (request) => {
      const { limit, cursor, place, instance, search = '', ...of } = request.query;
      mustBeFor(request, of);
      const wanted = search.toLowerCase();
      const files = (await control.mediaFiles(of)).filter(
        (file) =>
          (place === undefined || file.place === place) &&
          (instance === undefined || file.instance === instance) &&
          file.path.toLowerCase().includes(wanted),
      );
      const keyed = files.map((file) => ({ file, key: keyOf(file) })).sort((a, b) => (a.key < b.key ? -1 : 1));
      const rest = cursor === undefined ? keyed : keyed.filter(({ key }) => key > cursor);
      const shown = rest.slice(0, limit);
      return {
        items: shown.map(({ file }) => file),
        total: files.length,
        ...(rest.length > limit ? { next: shown.at(-1)!.key } : {}),
      };
    },
  );
  const one = { tags, querystring: mediaFileQuery };
  api.get(
    '/media/file',
    { schema: { ...one, summary: 'What is in a file.', response: { 200: mediaFacts } } },
    (request) => control.mediaFacts(fileOf(request)),
  );
  api.get(
    '/media/file/content',
    {
      schema: {
        ...one,
        summary: 'The file itself; ranges of bytes can be asked for.',
        produces: [...TYPES.values(), 'video/mp4'],
      },
    },
    async (request, reply) => {
      const place = fileOf(request);
      const size = await control.mediaSize(place);
      const range = byteRange(request.headers.range, size);
      void reply.header('accept-ranges', 'bytes');
      if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${size}`).send();
      const { from, to } = range ?? { from: 0, to: size - 1 };
      const name = place.path.split('/').at(-1) ?? 'media';
      const extension = name.split('.').at(-1)?.toLowerCase() ?? '';
      void reply
        .code(range === undefined ? 200 : 206)
        .type(TYPES.get(extension) ?? 'video/mp4')
        .header('content-length', to - from + 1)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
      if (range !== undefined) void reply.header('content-range', `bytes ${from}-${to}/${size}`);
      return size === 0 ? reply.send('') : reply.send(await control.readMediaFile(place, { from, to }));
    },
  );
  api.delete(
    '/media/file',
    {
      schema: { ...one, operationId: 'deleteMediaFile', summary: 'Delete a file.', response: { 200: done } },
      config: operator,
    },
    async (request) => {
      await control.deleteMediaFile(fileOf(request));
      return { done: true } as const;
    },
  );
  api.post(
    '/media/file/repair',
    {
      schema: {
        ...one,
        operationId: 'repairMediaFile',
        summary: 'Make a broken file whole; the file as it was is kept beside it.',
        response: { 200: repaired },
      },
      config: operator,
    },
    (request) => control.repairMediaFile(fileOf(request)),
  );
}

function fileOf<Query extends { adaptor: string; virtualHost: string }>(
  request: FastifyRequest & { readonly query: Query },
): Query {
  mustBeFor(request, request.query);
  return request.query;
}

function keyOf({ place, instance = '', path }: MediaFile): string {
  return [place, instance, path].join('\u0001');
}
