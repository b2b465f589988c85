import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { ApiError } from '../api-error.js';
import { mustStandAlone, whileAllowed } from '../endless-answer.js';
import { placeOf } from '../places.js';
import { hostQuery, streamParams } from '../schema/values.js';

/** Previews at a time: they cost as much as any player. */
const MAX_PREVIEWS = 20;

/** Live streams for the console to show. They come from here, so that the console asks nobody else. */
export function previewRoutes(api: Api, { control, users, clock }: ApiContext): void {
  let open = 0;
  api.get(
    '/streams/:application/:instance/:stream/preview.flv',
    {
      exposeHeadRoute: false,
      schema: {
        summary: 'A live stream as FLV, without its gate; not counted as a client.',
        tags: ['streams'],
        params: streamParams,
        querystring: hostQuery,
        produces: ['video/x-flv'],
      },
    },
    (request, reply) => {
      mustStandAlone(reply);
      const { stream, ...place } = placeOf(request);
      if (open >= MAX_PREVIEWS)
        throw new ApiError('not-possible', `${MAX_PREVIEWS} previews are open already; close another one.`);
      const { raw } = reply;
      const begin = (): void => {
        if (raw.headersSent) return;
        raw.writeHead(200, {
          'content-type': 'video/x-flv',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        });
      };
      const stop = control.preview(place, stream, {
        get queuedBytes() {
          return raw.writableLength;
        },
        write(bytes) {
          begin();
          raw.write(bytes);
        },
        end: () => void raw.end(),
      });
      reply.hijack();
      begin();
      raw.flushHeaders();
      open++;
      const unwatched = whileAllowed(request, reply, users, clock);
      raw.once('close', () => {
        open--;
        unwatched();
        stop();
      });
    },
  );
}
