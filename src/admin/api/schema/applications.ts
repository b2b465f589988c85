import { z } from 'zod';
import { bytes, count, instancePlace, milliseconds, moment, pageOf } from './values.js';

const asked = z.object({ connect: count, publish: count, play: count });

export const application = z.object({
  adaptor: z.string(),
  virtualHost: z.string(),
  name: z.string(),
  folder: z.string().optional(),
  script: z.enum(['none', 'main.asc', 'typescript']),
  loaded: z.boolean(),
  instances: count,
  clients: count,
  streams: count,
  traffic: z.object({ received: bytes, sent: bytes }).describe('Since the server runs.'),
  granted: asked,
  refused: asked,
  recordings: z.object({ active: count, bytes }),
});
export type Application = z.output<typeof application>;
export const applicationPage = pageOf(application);

export const instance = instancePlace.extend({
  state: z.enum(['starting', 'running', 'leaving']),
  since: moment,
  idleFor: milliseconds.optional().describe('Since nobody is connected; absent while somebody is.'),
  script: z.boolean(),
  clients: count,
  clientsByEdge: count.describe('Those of the clients that came by an edge.'),
  streams: count.describe('That are published.'),
  players: count.describe('Of live streams.'),
  recordings: count.describe('That run.'),
  playlists: count,
  sharedObjects: count,
  traffic: z.object({ received: bytes, sent: bytes }).describe('Of the clients that have been here.'),
  messages: z.object({ received: count, sent: count }),
  connects: z.object({ accepted: count, rejected: count, total: count, left: count }),
});
export type Instance = z.output<typeof instance>;
export const instancePage = pageOf(instance);

export const playlist = instancePlace.extend({
  stream: z.string(),
  state: z.enum(['waiting', 'playing']),
  loop: z.boolean(),
  items: count,
  startsAt: moment.optional(),
  current: z.object({ index: count, name: z.string(), position: milliseconds }).optional(),
  next: z.object({ index: count, name: z.string() }).optional(),
  failure: z.object({ index: count, name: z.string(), why: z.string(), at: moment }).optional(),
});
export type Playlist = z.output<typeof playlist>;
export const playlistPage = pageOf(playlist);
