import type { MediaBatch } from '../media/media-batch.js';
import type { MediaKind, MediaMessage, WireFormat } from '../media/media-message.js';
import { chunkStreamFor } from '../rtmp/chunk/chunk-stream-for.js';
import { chunkedSize, encodeChunks, writeChunks } from '../rtmp/chunk/encode-chunks.js';
import type { MessageStreamId, RtmpMessage } from '../rtmp/message.js';
import { messageStreamId, MessageType } from '../rtmp/message.js';

const TYPES: Readonly<Record<MediaKind, number>> = {
  audio: MessageType.audio,
  video: MessageType.video,
  data: MessageType.dataAmf0,
};

/** The message stream that nearly all players have: their first. */
export const FIRST_STREAM = messageStreamId(1);

/** The chunks on {@link FIRST_STREAM}, by chunk size. */
const formats = new Map<number, WireFormat>();

/**
 * Media as RTMP chunks, each message beginning with a type 0 header. Players who play on message stream 1 and have
 * the same chunk size share the bytes, which are kept with the message. For any other message stream they are made
 * anew: one client with many NetStreams must not make us keep as many copies of a GOP.
 */
export function mediaChunks(batch: MediaBatch, stream: MessageStreamId, chunkSize: number): Uint8Array {
  if (stream === FIRST_STREAM) return batch.encodedAs(firstStreamFormat(chunkSize));
  return allChunksOf(batch.messages, stream, chunkSize);
}

function firstStreamFormat(chunkSize: number): WireFormat {
  let format = formats.get(chunkSize);
  if (format === undefined) {
    format = {
      encode: (message) => chunksOf(message, FIRST_STREAM, chunkSize),
      encodeAll: (messages) => allChunksOf(messages, FIRST_STREAM, chunkSize),
    };
    formats.set(chunkSize, format);
  }
  return format;
}

function chunksOf(media: MediaMessage, stream: MessageStreamId, chunkSize: number): Uint8Array {
  const message = rtmpMessage(media, stream);
  return encodeChunks({ ...message, chunkStreamId: chunkStreamFor(message.type, stream) }, chunkSize);
}

/** In one array, so that the payloads are copied once. */
function allChunksOf(batch: readonly MediaMessage[], stream: MessageStreamId, chunkSize: number): Uint8Array {
  const messages = batch.map((media) => rtmpMessage(media, stream));
  let size = 0;
  for (const message of messages) size += chunkedSize(message, chunkStreamFor(message.type, stream), chunkSize);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const message of messages) {
    const chunkStreamId = chunkStreamFor(message.type, stream);
    writeChunks(bytes, at, message, chunkStreamId, chunkSize);
    at += chunkedSize(message, chunkStreamId, chunkSize);
  }
  return bytes;
}

export function rtmpMessage({ kind, timestamp, payload }: MediaMessage, stream: MessageStreamId): RtmpMessage {
  return { type: TYPES[kind], timestamp, messageStreamId: stream, payload };
}
