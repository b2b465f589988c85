import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { done } from '../schema/values.js';
import { keyList, keyParams, newKey, rotation, shownKey } from '../schema/keys.js';

const config = { needs: 'administrator', serverWide: true } as const;
const tags = ['keys'];

/** Stream keys. */
export function keyRoutes(api: Api, { keys }: ApiContext): void {
  api.get(
    '/keys',
    {
      schema: { summary: 'The stream keys, without the keys themselves.', tags, response: { 200: keyList } },
      config: { serverWide: true },
    },
    async () => ({ items: await keys.list() }),
  );
  api.post(
    '/keys',
    {
      schema: {
        operationId: 'addKey',
        summary: 'Make a key; it is shown this once.',
        tags,
        body: newKey,
        response: { 200: shownKey },
      },
      config,
    },
    ({ body }) => keys.add(body),
  );
  api.post(
    '/keys/:key/rotation',
    {
      schema: {
        operationId: 'rotateKey',
        summary: 'Replace a key by another; the old one stays valid for a while.',
        tags,
        params: keyParams,
        body: rotation,
        response: { 200: shownKey },
      },
      config,
    },
    ({ params, body }) => keys.rotate(params.key, body.grace),
  );
  api.delete(
    '/keys/:key',
    {
      schema: {
        operationId: 'revokeKey',
        summary: 'End a key for good, and disconnect who is here by it.',
        tags,
        params: keyParams,
        response: { 200: done },
      },
      config,
    },
    async ({ params }) => {
      await keys.revoke(params.key);
      return { done: true } as const;
    },
  );
}
