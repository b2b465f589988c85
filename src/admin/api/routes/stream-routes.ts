import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import { ApiError, found } from '../api-error.js';
import { limited, placeOf } from '../places.js';
import { done, hostQuery, pageQuery, placedPageQuery, streamParams } from '../schema/values.js';
import { newRecording, playerPage, streamDetails, streamPage } from '../schema/streams.js';

const operator = { needs: 'operator' } as const;
const tags = ['streams'];
const one = { tags, params: streamParams, querystring: hostQuery };

/** Live streams. */
export function streamRoutes(api: Api, { pages, control }: ApiContext): void {
  api.get(
    '/streams',
    { schema: { summary: 'Live streams.', tags, querystring: placedPageQuery, response: { 200: streamPage } } },
    (request) => pages.streams(limited(request, request.query)),
  );
  api.get(
    '/streams/:application/:instance/:stream',
    { schema: { ...one, summary: 'A live stream, and how it does.', response: { 200: streamDetails } } },
    (request) => {
      const { stream, ...place } = placeOf(request);
      return found(pages.stream(place, stream), `stream ${stream}`);
    },
  );
  api.get(
    '/streams/:application/:instance/:stream/players',
    {
      schema: {
        ...one,
        summary: 'Who plays a live stream.',
        querystring: hostQuery.extend(pageQuery.shape),
        response: { 200: playerPage },
      },
    },
    (request) => {
      const { stream, ...place } = placeOf(request);
      return found(pages.players(place, stream, request.query), `stream ${stream}`);
    },
  );
  api.get(
    '/streams/:application/:instance/:stream/key-frame.mp4',
    { schema: { ...one, summary: 'The newest key frame, as an MP4 of one frame.', produces: ['video/mp4'] } },
    (request, reply) => {
      const { stream, ...place } = placeOf(request);
      const frame = control.keyFrame(place, stream);
      if (frame === undefined)
        throw new ApiError('not-possible', 'No key frame has come yet, or its codec does not go into an MP4.');
      return reply.type('video/mp4').send(frame);
    },
  );
  api.delete(
    '/streams/:application/:instance/:stream',
    {
      schema: {
        ...one,
        operationId: 'endStream',
        summary: 'Disconnect who publishes a live stream.',
        response: { 200: done },
      },
      config: operator,
    },
    (request) => {
      const { stream, ...place } = placeOf(request);
      control.endStream(place, stream);
      return { done: true } as const;
    },
  );
  api.post(
    '/streams/:application/:instance/:stream/recording',
    {
      schema: {
        ...one,
        operationId: 'startRecording',
        summary: 'Record a live stream.',
        body: newRecording,
        response: { 200: done },
      },
      config: operator,
    },
    (request) => {
      const { stream, ...place } = placeOf(request);
      control.startRecording(place, stream, request.body);
      return { done: true } as const;
    },
  );
  api.delete(
    '/streams/:application/:instance/:stream/recording',
    {
      schema: {
        ...one,
        operationId: 'stopRecording',
        summary: 'End the recording that was asked for.',
        response: { 200: done },
      },
      config: operator,
    },
    (request) => {
      const { stream, ...place } = placeOf(request);
      control.stopRecording(place, stream);
      return { done: true } as const;
    },
  );
}
