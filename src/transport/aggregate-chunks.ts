import { concat } from '../bytes/concat.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { BatchFormat, MediaMessage } from '../media/media-message.js';
import { chunkStreamFor } from '../rtmp/chunk/chunk-stream-for.js';
import { encodeChunks } from '../rtmp/chunk/encode-chunks.js';
import { aggregateSize, buildAggregate } from '../rtmp/message/aggregate.js';
import type { MessageStreamId, RtmpMessage } from '../rtmp/message.js';
import { FIRST_STREAM, rtmpMessage } from './media-chunks.js';

/** Flash Media Server ends its aggregates about there. */
const MAX_AGGREGATE = 64 * 1024;

/** The chunks on {@link FIRST_STREAM}, by chunk size. */
const formats = new Map<number, BatchFormat>();

/**
 * Media as RTMP chunks of aggregate messages (type 22), shared between players as those of `mediaChunks`. A message
 * that has no company, or is too long for it, is sent as it is.
 */
export function aggregateChunks(batch: MediaBatch, stream: MessageStreamId, chunkSize: number): Uint8Array {
  if (stream !== FIRST_STREAM) return encodeAggregates(batch.messages, stream, chunkSize);
  let format = formats.get(chunkSize);
  if (format === undefined) {
    format = { encodeAll: (messages) => encodeAggregates(messages, FIRST_STREAM, chunkSize) };
    formats.set(chunkSize, format);
  }
  return batch.encodedTogether(format);
}

function encodeAggregates(messages: readonly MediaMessage[], stream: MessageStreamId, chunkSize: number): Uint8Array {
  const encoded: Uint8Array[] = [];
  let group: RtmpMessage[] = [];
  let size = 0;
  const flush = (): void => {
    const [first, second] = group;
    if (first === undefined) return;
    const message = second === undefined ? first : buildAggregate(group);
    encoded.push(encodeChunks({ ...message, chunkStreamId: chunkStreamFor(message.type, stream) }, chunkSize));
    [group, size] = [[], 0];
  };
  for (const media of messages) {
    const message = rtmpMessage(media, stream);
    const added = aggregateSize([message]);
    if (size + added > MAX_AGGREGATE) flush();
    group.push(message);
    size += added;
  }
  flush();
  return concat(encoded);
}
