import type { MediaKind, MediaMessage, WireFormat } from '../media/media-message.js';
import { chunkStreamFor } from '../rtmp/chunk/chunk-stream-for.js';
import { encodeChunks } from '../rtmp/chunk/encode-chunks.js';
import type { MessageStreamId } from '../rtmp/message.js';
import { MessageType } from '../rtmp/message.js';

const TYPES: Readonly<Record<MediaKind, number>> = {
  audio: MessageType.audio,
  video: MessageType.video,
  data: MessageType.dataAmf0,
};

const formats = new Map<MessageStreamId, Map<number, WireFormat>>();

/**
 * Media as RTMP chunks, each message beginning with a type 0 header. Players who have the same message
 * stream id and chunk size, as nearly all have, share the bytes.
 */
export function rtmpWireFormat(messageStreamId: MessageStreamId, chunkSize: number): WireFormat {
  let ofStream = formats.get(messageStreamId);
  if (ofStream === undefined) formats.set(messageStreamId, (ofStream = new Map<number, WireFormat>()));
  let format = ofStream.get(chunkSize);
  if (format === undefined) ofStream.set(chunkSize, (format = makeFormat(messageStreamId, chunkSize)));
  return format;
}

function makeFormat(messageStreamId: MessageStreamId, chunkSize: number): WireFormat {
  return {
    encode({ kind, timestamp, payload }: MediaMessage): Uint8Array {
      const type = TYPES[kind];
      const chunkStreamId = chunkStreamFor(type, messageStreamId);
      return encodeChunks({ chunkStreamId, type, timestamp, messageStreamId, payload }, chunkSize);
    },
  };
}
