import { z } from 'zod';
import { duration, keyFacts, list, section, size } from './key-types.js';

/** Pages are compared by their origin, letter for letter. */
function originList(description: string) {
  const origin = z
    .string()
    .refine(isOrigin)
    .transform((written) => written.toLowerCase())
    .register(keyFacts, {
      noun: 'the origin of a page',
      mend: "write https://example.com, http://localhost:5173 or '*'",
      format: String,
    });
  return list(origin, [], 'origins', description);
}

function isOrigin(text: string): boolean {
  return text === '*' || (/^https?:/i.test(text) && URL.canParse(text) && new URL(text).origin === text.toLowerCase());
}

/** What pages of other sites may do, and how live streams go over HTTP. */
export const webSections = {
  cors: section('Which web pages may ask over HTTP.', {
    origins: originList(
      'Origins of pages, such as https://example.com, that may fetch from here besides our own: exactly these. "*": all pages.',
    ),
  }),
  webSocket: section('WebSockets: RTMP at /rtmp, and live streams as FLV.', {
    origins: originList(
      'Origins of pages that may open a WebSocket here besides our own: exactly these. "*": all pages.',
    ),
    maxMessageSize: size({ default: '4MiB', min: '4KiB', max: '16MiB' }, 'The longest message of a WebSocket.'),
  }),
  flv: section('Live streams as FLV over HTTP and WebSocket: /application/name.flv.', {
    publisherWait: duration(
      { default: '10s', min: '0s', max: '1h' },
      'How long a player waits for somebody to publish, before it is told 404.',
    ),
    publisherTimeout: duration(
      { default: '30s', min: '1s', max: '1h' },
      'Time without a byte after which a publisher is taken for lost.',
    ),
  }),
};
