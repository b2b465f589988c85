import { z } from 'zod';
import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { found } from '../api-error.js';
import { limited, placeOf } from '../places.js';
import { applicationPage, instance, instancePage, playlistPage } from '../schema/applications.js';
import { applicationParams, count, done, hostQuery, instanceParams, placedPageQuery } from '../schema/values.js';

const operator = { needs: 'operator' } as const;
const tags = ['applications'];

/** Applications and their instances. */
export function instanceRoutes(api: Api, { pages, control }: ApiContext): void {
  api.get(
    '/applications',
    {
      schema: { summary: 'The applications.', tags, querystring: placedPageQuery, response: { 200: applicationPage } },
    },
    (request) => pages.applications(limited(request, request.query)),
  );
  api.delete(
    '/applications/:application/instances',
    {
      schema: {
        operationId: 'unloadApplication',
        summary: 'Disconnect all clients of an application and end its instances.',
        tags,
        params: applicationParams,
        querystring: hostQuery,
        response: { 200: z.object({ unloaded: count }) },
      },
      config: operator,
    },
    async (request) => ({ unloaded: await control.unloadApplication(placeOf(request)) }),
  );
  api.get(
    '/instances',
    {
      schema: {
        summary: 'The instances that run.',
        tags,
        querystring: placedPageQuery,
        response: { 200: instancePage },
      },
    },
    (request) => pages.instances(limited(request, request.query)),
  );
  api.get(
    '/instances/:application/:instance',
    {
      schema: {
        summary: 'An instance.',
        tags,
        params: instanceParams,
        querystring: hostQuery,
        response: { 200: instance },
      },
    },
    (request) => {
      const place = placeOf(request);
      return found(pages.instance(place), `instance ${place.application}/${place.instance}`);
    },
  );
  api.get(
    '/playlists',
    {
      schema: {
        summary: 'Playlists that play or wait.',
        tags,
        querystring: placedPageQuery,
        response: { 200: playlistPage },
      },
    },
    (request) => pages.playlists(limited(request, request.query)),
  );
  commandRoutes(api, control);
}

function commandRoutes(api: Api, control: ApiContext['control']): void {
  const schema = { tags, params: instanceParams, querystring: hostQuery, response: { 200: done } };
  api.post(
    '/instances/:application/:instance',
    { schema: { ...schema, operationId: 'loadInstance', summary: 'Start an instance.' }, config: operator },
    async (request) => {
      await control.loadInstance(placeOf(request));
      return { done: true } as const;
    },
  );
  api.post(
    '/instances/:application/:instance/reload',
    {
      schema: {
        ...schema,
        operationId: 'reloadInstance',
        summary: 'Disconnect all clients of an instance, end it, and start it anew.',
      },
      config: operator,
    },
    async (request) => {
      await control.reloadInstance(placeOf(request));
      return { done: true } as const;
    },
  );
  api.delete(
    '/instances/:application/:instance',
    {
      schema: {
        ...schema,
        operationId: 'unloadInstance',
        summary: 'Disconnect all clients of an instance, and end it.',
      },
      config: operator,
    },
    async (request) => {
      await control.unloadInstance(placeOf(request));
      return { done: true } as const;
    },
  );
}
