import type { PublishType } from '../../application/hook.js';
import type { Refusal, RefusalReason } from '../../application/refusal.js';
import { isRefusal } from '../../application/refusal.js';
import { printable } from '../../application/safe-name.js';
import type { StreamName } from '../../application/stream-name.js';
import { parseStreamName, withoutQuery } from '../../application/stream-name.js';
import { LivePublication } from '../live-publication.js';
import type { NetStream } from '../net-stream.js';
import { RecordingStatus } from '../recording-status.js';
import type { StatusCode } from '../status.js';
import { status } from '../status.js';
import type { StreamCommand } from './command-handler.js';
import { stopStream } from './stop-stream.js';
import { badStreamName } from './stream-name-refusal.js';

const TYPES: readonly string[] = ['live', 'record', 'append', 'appendWithGap'] satisfies PublishType[];

/**
 * `publish(name[?query], type = 'live')`, or `publish(false)` to stop. Servers that publish what they have say how many seconds
 * and kilobytes are to be recorded, too.
 */
export const publish: StreamCommand = async (stream, { args: [name, wanted = 'live', maxDuration, maxSize] }) => {
  if (name === false) return stopStream(stream);
  const streamName = typeof name === 'string' ? parseStreamName(name) : undefined;
  if (streamName === undefined) return refuse(stream, withoutQuery(name), badStreamName);
  if (typeof wanted !== 'string' || !TYPES.includes(wanted)) return refuse(stream, streamName.name, badType);
  const limits = { maxDuration: limit(maxDuration, 1000), maxSize: limit(maxSize, 1024) };
  await begin(stream, streamName, wanted as PublishType, limits);
};

async function begin(
  stream: NetStream,
  name: StreamName,
  type: PublishType,
  limits: RecordingStatus['limits'],
): Promise<void> {
  const { connection } = stream;
  const { client, instance, logger } = connection;
  const publication = new LivePublication(stream, name);
  stream.close();
  const recording = new RecordingStatus(stream, name.name, limits);
  const input = await instance.publications.publish(client, name, type, publication, recording);
  if (isRefusal(input)) return refuse(stream, name.name, input);
  publication.begin(input);
  if (connection.isClosed) return publication.end(true);
  stream.beginPublication(publication);
  logger.info('publishing', { stream: name.name, type, state: input.state });
  notify(stream, 'NetStream.Publish.Start', `${name.name} is now published.`);
  recording.begin();
}

/** 0 and less: as it is configured. */
function limit(wanted: unknown, unit: number): number {
  return typeof wanted === 'number' && wanted > 0 ? wanted * unit : Infinity;
}

function refuse(stream: NetStream, name: string, refusal: Refusal): void {
  const { rule, reason, description } = refusal;
  stream.connection.logger.warn('refused to publish', { stream: printable(name), rule, reason });
  notify(stream, CODES[reason], description);
}

const CODES: Readonly<Record<RefusalReason, StatusCode>> = {
  denied: 'NetStream.Publish.Denied',
  login: 'NetStream.Publish.Denied',
  taken: 'NetStream.Publish.BadName',
  'bad-name': 'NetStream.Publish.BadName',
  'not-found': 'NetStream.Publish.BadName',
  limit: 'NetStream.Publish.Denied',
  damaged: 'NetStream.Failed',
  failed: 'NetStream.Failed',
};

const badType: Refusal = {
  rule: `the type is one of ${TYPES.join(', ')}`,
  reason: 'bad-name',
  description: 'The type to publish must be live, record, append or appendWithGap.',
};

function notify(stream: NetStream, code: StatusCode, description: string): void {
  const clientid = stream.connection.client.id;
  stream.connection.send.onStatus(stream.id, status(code, description, { clientid }));
}
