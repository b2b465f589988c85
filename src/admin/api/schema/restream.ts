import { z } from 'zod';
import { bytes, bytesPerSecond, count, givenName, instancePlace, milliseconds, moment } from './values.js';

/** Streams that go to other servers (targets) and come from them (sources), as they are; see docs/restream.md. */
export const restreamKind = z.enum(['targets', 'sources']);
export const restreamParams = z.strictObject({ kind: restreamKind });
export const restreamItemParams = restreamParams.extend({ id: z.string().min(1).max(255) });

const run = z.object({
  stream: z.string().describe('The live stream of this server.'),
  state: z.enum(['idle', 'connecting', 'running', 'waiting']),
  since: moment,
  retryAt: moment.optional(),
  failures: count.describe('In a row.'),
  failure: z.object({ at: moment, why: z.string() }).optional(),
  starts: count,
  messages: count,
  bytes,
  rate: bytesPerSecond,
  lost: count.describe('Frames that a target did not get because it was too slow.'),
  queuedBytes: bytes,
});
export const restreamItem = z.object({
  id: z.string(),
  kind: z.enum(['target', 'source']),
  author: z.enum(['configuration', 'api', 'script']),
  place: instancePlace,
  enabled: z.boolean(),
  stream: z.string().describe('The live stream here; of a target, * stands for any characters.'),
  url: z.string().describe('The application there, without its query.'),
  named: z.boolean().describe('It has a name of its own there, which is not shown: it is a key more often than not.'),
  onDemand: z.boolean().describe('Of a source: taken only while somebody plays it.'),
  runs: z.array(run),
});
export type RestreamItem = z.output<typeof restreamItem>;
export const restreamList = z.object({ items: z.array(restreamItem) });

const terms = {
  stream: z.string().min(1).max(255),
  url: z.string().min(1).max(2000).describe('rtmp://host[:port]/application[/instance]'),
  name: z
    .string()
    .max(1000)
    .optional()
    .describe('The name of the stream there, or the key; as it is here if left out.'),
  enabled: z.boolean().optional(),
  onDemand: z.boolean().optional(),
};
export const newRestream = z.strictObject({
  ...terms,
  place: z.strictObject({
    adaptor: givenName.default('_defaultRoot_'),
    virtualHost: givenName.default('_defaultVHost_'),
    application: givenName,
    instance: givenName.default('_definst_'),
  }),
});
export type NewRestreamItem = z.input<typeof newRestream>;
export const restreamChange = z.strictObject({ ...terms, stream: terms.stream.optional(), url: terms.url.optional() });
export type RestreamItemChange = z.input<typeof restreamChange>;

/** A link to an origin, or from an edge. */
export const link = z.object({
  id: z.string(),
  direction: z.enum(['to-origin', 'from-edge']),
  address: z.string(),
  server: z.string().optional().describe('The id of the other server.'),
  open: z.boolean(),
  received: bytes,
  sent: bytes,
  streams: count,
  streamsOpened: count,
  roundTrip: milliseconds.optional(),
});
export type Link = z.output<typeof link>;
export const linkList = z.object({ items: z.array(link) });
