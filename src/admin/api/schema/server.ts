import { z } from 'zod';
import { bytes, bytesPerSecond, count, milliseconds, moment } from './values.js';

/** The server at one moment, for charts. Rates are means since the sample before. */
export const sample = z.object({
  at: moment,
  connections: count.describe('TCP connections of clients.'),
  clients: count,
  streams: count.describe('Live streams that are published.'),
  players: count.describe('Players of live streams.'),
  instances: count,
  receivedPerSecond: bytesPerSecond.describe('Bytes per second from clients, with everything that protocols add.'),
  sentPerSecond: bytesPerSecond,
  dropped: count.describe('Messages that players lost since the start.'),
  cpu: z.number().describe('Part of one core that the process uses: 1 is a whole core.'),
  memory: bytes.describe('Bytes of resident memory.'),
  heapUsed: bytes,
  eventLoopDelay: milliseconds.describe('Mean delay of the event loop in milliseconds.'),
  eventLoopLoad: z.number().describe('Part of the time that the event loop was at work.'),
  refused: count.describe('Connects, publishes and plays that were refused since the start.'),
});
export type Sample = z.output<typeof sample>;
export const history = z.object({ interval: milliseconds, samples: z.array(sample) });
export type History = z.output<typeof history>;

export const healthReason = z.object({
  severity: z.enum(['warning', 'bad']),
  what: z.string().describe('A sentence: what is wrong, and what to do about it.'),
  where: z.string().optional().describe('The application instance, the stream or the target it is about.'),
});
export type HealthReason = z.output<typeof healthReason>;

export const server = z.object({
  version: z.string(),
  node: z.string(),
  startedAt: moment,
  uptime: z.number().describe('Seconds.'),
  health: z.object({ state: z.enum(['good', 'warning', 'bad']), reasons: z.array(healthReason) }),
  now: sample,
  connections: z.object({ open: count, accepted: count, refused: count }),
  traffic: z.object({ received: bytes, sent: bytes }).describe('Of clients since the start.'),
  requests: z
    .object({
      granted: z.object({ connect: count, publish: count, play: count }),
      refused: z.object({ connect: count, publish: count, play: count }),
    })
    .describe('What clients asked for since the start.'),
  recordedMedia: z.object({
    playing: count,
    openFiles: count,
    cache: z.object({ hits: count, misses: count, bytes, budget: bytes }),
  }),
  webhooks: z.array(
    z.object({
      url: z.string(),
      ok: count,
      refused: count,
      failed: count,
      waiting: count,
      lost: count,
    }),
  ),
  listeners: z.object({
    rtmp: z.array(z.string().describe('host:port')),
    rtmpSecure: z.boolean().describe('The first of them takes RTMPS only.'),
    http: z.string(),
    httpSecure: z.boolean().describe('It takes HTTPS, and nothing else.'),
    admin: z.string(),
  }),
});
export type Server = z.output<typeof server>;

export const adaptor = z.object({
  name: z.string(),
  listeners: z.array(z.object({ host: z.string(), port: count, secure: z.boolean() })),
  connections: z.object({ open: count, accepted: count, refused: count }),
  certificates: z.array(z.object({ file: z.string(), names: z.array(z.string()), expires: moment })),
  virtualHosts: z.array(z.string()),
});
export type Adaptor = z.output<typeof adaptor>;
export const adaptorList = z.object({ items: z.array(adaptor) });

export const virtualHost = z.object({
  adaptor: z.string(),
  name: z.string(),
  aliases: z.array(z.string()),
  retired: z.boolean().describe('Not configured any more, and not yet empty.'),
  applications: count.describe('Applications that are loaded.'),
  instances: count,
  clients: count,
  streams: count,
  turnedAway: count.describe(
    'Connects refused before they came to an application: there is none of that name, it is full.',
  ),
  limits: z.object({ connections: count.nullable(), instances: count.nullable() }).describe('Null for no bound.'),
});
export type VirtualHost = z.output<typeof virtualHost>;
export const virtualHostList = z.object({ items: z.array(virtualHost) });
