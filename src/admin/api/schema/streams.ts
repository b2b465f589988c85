import { z } from 'zod';
import { bytes, bytesPerSecond, count, instancePlace, milliseconds, pageOf } from './values.js';
import { healthReason } from './server.js';

export const videoFormat = z.object({
  codec: z.string(),
  codecString: z.string(),
  width: count.optional(),
  height: count.optional(),
  frameRate: z.number().optional().describe('As the codec configuration says.'),
});
export const audioFormat = z.object({
  codec: z.string(),
  codecString: z.string(),
  sampleRate: count.optional(),
  channels: count.optional(),
});

/** A live stream as a list shows it. */
export const stream = instancePlace.extend({
  name: z.string(),
  live: z.boolean().describe('Somebody publishes it; otherwise players wait for that.'),
  publisher: z.string().optional().describe('The client that publishes it; none if the server itself does.'),
  video: videoFormat.optional(),
  audio: audioFormat.optional(),
  bytesPerSecond: bytesPerSecond.describe('From the publisher, of payload.'),
  framesPerSecond: z.number(),
  players: count,
  sentPerSecond: bytesPerSecond.describe('To all players.'),
  recording: z.boolean(),
  state: z.enum(['good', 'warning', 'bad', 'idle']),
});
export type Stream = z.output<typeof stream>;
export const streamPage = pageOf(stream);

export const streamDetails = stream.extend({
  reasons: z.array(healthReason),
  silentFor: milliseconds.optional().describe('Since anything came.'),
  gop: z.object({ duration: milliseconds, frames: count }),
  sinceKeyFrame: milliseconds.optional(),
  jitter: milliseconds,
  audioAhead: milliseconds.describe('How far audio is ahead of video by timestamps.'),
  audioDrift: milliseconds.describe('How far that has drifted since the beginning.'),
  largestJump: milliseconds.describe('Of the timestamps; negative for one back.'),
  timestampsMended: count,
  gopCache: z.object({ messages: count, bytes }),
  received: z.object({ bytes, audio: count, video: count, data: count }),
  sent: z.object({ bytes, messages: count }),
  drops: z.record(z.string(), count).describe('Messages that players lost, by what they were.'),
  playersCut: count.describe('Players that were disconnected because they were too slow.'),
  recordings: z.array(z.object({ cause: z.enum(['publisher', 'configuration', 'request']) })),
});
export type StreamDetails = z.output<typeof streamDetails>;

export const player = z.object({
  client: z.string().optional().describe('The client; none if the server itself plays.'),
  address: z.string().optional(),
  sent: z.object({ messages: count, bytes, bytesPerSecond }),
  dropped: count,
  queued: bytes,
  delay: milliseconds.describe('How far behind the stream.'),
  paused: z.boolean(),
});
export type Player = z.output<typeof player>;
export const playerPage = pageOf(player);

export const newRecording = z.strictObject({
  mode: z.enum(['record', 'append', 'appendWithGap']).default('record'),
  container: z.enum(['flv', 'mp4']).optional(),
  name: z.string().max(255).optional().describe('Template of the name of the file, such as {stream}-{date}.'),
  maxDuration: z.number().int().min(1000).max(1e12).optional().describe('Milliseconds.'),
  maxSize: z.number().int().min(1024).max(1e15).optional().describe('Bytes.'),
});
export type NewRecording = z.input<typeof newRecording>;
