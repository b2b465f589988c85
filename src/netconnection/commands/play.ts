import type { AmfValue } from '../../amf/value.js';
import type { Refusal, RefusalReason } from '../../application/refusal.js';
import { printable } from '../../application/safe-name.js';
import type { StreamName } from '../../application/stream-name.js';
import { parseStreamName, withoutQuery } from '../../application/stream-name.js';
import { LivePlayback } from '../live-playback.js';
import type { NetStream } from '../net-stream.js';
import type { StatusCode } from '../status.js';
import { status } from '../status.js';
import type { StreamCommand } from './command-handler.js';
import { stopStream } from './stop-stream.js';
import { badStreamName } from './stream-name-refusal.js';

/** `play(name, start = -2, length = -1, reset = true)`, or `play(false)` to stop. */
export const play: StreamCommand = async (stream, { args: [name, start, length, reset] }) => {
  if (name === false) return stopStream(stream);
  const streamName = typeof name === 'string' ? parseStreamName(name) : undefined;
  if (streamName === undefined) return refuse(stream, withoutQuery(name), badStreamName);
  const { instance } = stream.connection;
  // Players built on librtmp ask for a recording (start 0) unless told that the stream is live; so do
  // they get the live stream if there is one.
  if (wantsRecorded(start) && !instance.isLive(streamName))
    return refuse(stream, streamName.name, notFound(streamName));
  await begin(stream, streamName, lengthInMilliseconds(length), reset !== false && reset !== 0);
};

async function begin(stream: NetStream, name: StreamName, length: number | undefined, reset: boolean): Promise<void> {
  const { connection } = stream;
  const { client, instance, logger } = connection;
  stream.close();
  const refusal = await instance.play(client, name);
  if (refusal !== undefined) return refuse(stream, name.name, refusal);
  if (connection.isClosed) return;
  const live = instance.liveStream(name);
  const playback = new LivePlayback(stream, name, live);
  stream.beginPlayback(playback);
  logger.info('playing', { stream: name.name, live: live.publisher !== undefined });
  playback.begin(reset, length);
}

function wantsRecorded(start: AmfValue): boolean {
  return typeof start === 'number' && start >= 0;
}

/** Flash Player and ffmpeg send milliseconds (-1000 or -1 for all), as scripts give seconds: Flash multiplies them. */
function lengthInMilliseconds(length: AmfValue): number | undefined {
  return typeof length === 'number' && length >= 0 ? length : undefined;
}

function refuse(stream: NetStream, name: string, { rule, reason, description }: Refusal): void {
  const shown = printable(name);
  stream.connection.logger.warn('refused to play', { stream: shown, rule, reason });
  const fields = { details: shown, clientid: stream.connection.client.id };
  stream.connection.send.onStatus(stream.id, status(CODES[reason], description, fields));
}

const CODES: Readonly<Record<RefusalReason, StatusCode>> = {
  denied: 'NetStream.Play.Failed',
  login: 'NetStream.Play.Failed',
  taken: 'NetStream.Play.Failed',
  'bad-name': 'NetStream.Play.StreamNotFound',
  'not-found': 'NetStream.Play.StreamNotFound',
  limit: 'NetStream.Play.Failed',
  failed: 'NetStream.Failed',
};

function notFound({ name }: StreamName): Refusal {
  return {
    rule: 'a recorded stream was asked for (start >= 0) and there is none',
    reason: 'not-found',
    description: `Failed to play ${name}; stream not found.`,
  };
}
