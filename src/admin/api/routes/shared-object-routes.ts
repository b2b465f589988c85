import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { found } from '../api-error.js';
import { limited, placeOf } from '../places.js';
import { done, placedPageQuery } from '../schema/values.js';
import {
  messageToUsers,
  propertyChange,
  propertyQuery,
  sharedObjectDetails,
  sharedObjectPage,
  sharedObjectParams,
  sharedObjectQuery,
} from '../schema/shared-objects.js';

const operator = { needs: 'operator' } as const;
const tags = ['shared objects'];
const one = { tags, params: sharedObjectParams, querystring: sharedObjectQuery };
const property = { ...one, querystring: propertyQuery, response: { 200: done } };

/** Remote shared objects that are in use. */
export function sharedObjectRoutes(api: Api, { pages, control }: ApiContext): void {
  api.get(
    '/shared-objects',
    {
      schema: {
        summary: 'Shared objects that are in use.',
        tags,
        querystring: placedPageQuery,
        response: { 200: sharedObjectPage },
      },
    },
    (request) => pages.sharedObjects(limited(request, request.query)),
  );
  api.get(
    '/shared-objects/:application/:instance/:object',
    { schema: { ...one, summary: 'A shared object with its properties.', response: { 200: sharedObjectDetails } } },
    (request) => {
      const place = { ...placeOf(request), persistent: request.query.persistent };
      return found(pages.sharedObject(place), `shared object ${place.object}`);
    },
  );
  api.delete(
    '/shared-objects/:application/:instance/:object',
    {
      schema: { ...one, operationId: 'clearSharedObject', summary: 'Delete all properties.', response: { 200: done } },
      config: operator,
    },
    async (request) => {
      await control.clearSharedObject({ ...placeOf(request), persistent: request.query.persistent });
      return { done: true } as const;
    },
  );
  api.put(
    '/shared-objects/:application/:instance/:object/property',
    {
      schema: { ...property, operationId: 'setProperty', summary: 'Change a property.', body: propertyChange },
      config: operator,
    },
    async (request) => {
      const { property: name, persistent } = request.query;
      await control.setProperty({ ...placeOf(request), persistent }, name, request.body.value);
      return { done: true } as const;
    },
  );
  api.delete(
    '/shared-objects/:application/:instance/:object/property',
    { schema: { ...property, operationId: 'deleteProperty', summary: 'Delete a property.' }, config: operator },
    async (request) => {
      const { property: name, persistent } = request.query;
      await control.setProperty({ ...placeOf(request), persistent }, name, null);
      return { done: true } as const;
    },
  );
  api.post(
    '/shared-objects/:application/:instance/:object/messages',
    {
      schema: {
        ...one,
        operationId: 'sendToUsers',
        summary: 'Call a handler of everybody who uses it.',
        body: messageToUsers,
        response: { 200: done },
      },
      config: operator,
    },
    async (request) => {
      const { handler, args } = request.body;
      await control.sendToUsers({ ...placeOf(request), persistent: request.query.persistent }, handler, args);
      return { done: true } as const;
    },
  );
}
