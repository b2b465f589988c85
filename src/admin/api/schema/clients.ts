import { z } from 'zod';
import { bytes, count, givenName, instancePlace, milliseconds, moment, pageOf, placedPageQuery } from './values.js';

export const client = instancePlace.extend({
  id: z.string(),
  address: z.string(),
  port: count,
  protocol: z.string().describe('rtmp, rtmps, rtmpt, rtmp-ws, …'),
  secure: z.boolean(),
  agent: z.string(),
  connectedAt: moment,
  idle: milliseconds.describe('Since it last sent, or was sent, media or a command.'),
  publishing: z.boolean(),
  playing: count.describe('Streams that it plays: live and recorded.'),
  received: bytes,
  sent: bytes,
  dropped: count.describe('Messages that its players of live streams lost.'),
  queued: bytes.describe('That wait to be sent.'),
  roundTrip: milliseconds.optional(),
  via: z.array(z.string()).optional().describe('The ids of the edges that it came by, the nearest to it first.'),
});
export type Client = z.output<typeof client>;
export const clientPage = pageOf(client);
export const clientQuery = placedPageQuery.extend({
  only: z.enum(['publishers', 'players']).optional(),
});
export type ClientQuery = z.input<typeof clientQuery>;

export const clientDetails = client.extend({
  uri: z.string().describe('The address that it connected to, without its query.'),
  pageUrl: z.string(),
  referrer: z.string(),
  objectEncoding: z.union([z.literal(0), z.literal(3)]),
  isEncoder: z.boolean(),
  messages: z.object({ received: count, sent: count }),
  bandwidth: z
    .object({ serverToClient: z.number(), clientToServer: z.number() })
    .describe('Bytes per second that it is told, and held to once they were set.'),
  access: z.object({ read: z.string(), write: z.string() }),
  publishes: z.array(z.string()).describe('Names of live streams.'),
  plays: z.array(
    z.object({
      stream: z.string(),
      kind: z.enum(['live', 'recorded']),
      paused: z.boolean(),
      sent: bytes,
      dropped: count,
      delay: milliseconds.optional().describe('How far behind the live stream.'),
      position: milliseconds.optional().describe('In recorded media.'),
    }),
  ),
});
export type ClientDetails = z.output<typeof clientDetails>;
export const clientParams = z.strictObject({ client: givenName });

export const bandwidthChange = z.strictObject({
  serverToClient: z.number().int().min(1).max(1e12),
  clientToServer: z.number().int().min(1).max(1e12),
});
export type BandwidthChange = z.input<typeof bandwidthChange>;

/** An address that is let in nowhere for a while. */
export const ban = z.object({
  address: z.string(),
  reason: z.string(),
  by: z.string().describe('The user who did it.'),
  since: moment,
  until: moment.optional().describe('Absent: until it is lifted, or the server is restarted.'),
  refused: count.describe('Who was refused for it.'),
});
export type Ban = z.output<typeof ban>;
export const banList = z.object({ items: z.array(ban) });
export const newBan = z.strictObject({
  address: z.union([z.ipv4(), z.ipv6()], { error: 'this is no IPv4 or IPv6 address' }),
  reason: z.string().max(200).default(''),
  duration: z.number().int().min(1000).max(1e12).optional().describe('Milliseconds; until it is lifted if left out.'),
  disconnect: z.boolean().default(true).describe('Disconnect who is here from there.'),
});
export type NewBan = z.input<typeof newBan>;
export const banParams = z.strictObject({ address: givenName });
export const banned = z.object({ ban, disconnected: count });
