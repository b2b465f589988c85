import { MessageType } from '../message.js';

/** The chunk streams that we send on. 2 is given by RTMP 1.0 (section 5.4), the others are Adobe's habit. */
export const ChunkStreamId = {
  control: 2,
  connection: 3,
  audio: 4,
  stream: 5,
  video: 6,
} as const;

/** The chunk stream for a message: one per kind, so that kinds may interleave and never two messages. */
export function chunkStreamFor(type: number, messageStreamId: number): number {
  switch (type) {
    case MessageType.setChunkSize:
    case MessageType.abort:
    case MessageType.acknowledgement:
    case MessageType.userControl:
    case MessageType.windowAcknowledgementSize:
    case MessageType.setPeerBandwidth:
      return ChunkStreamId.control;
    case MessageType.audio:
      return ChunkStreamId.audio;
    case MessageType.video:
      return ChunkStreamId.video;
    default:
      return messageStreamId === 0 ? ChunkStreamId.connection : ChunkStreamId.stream;
  }
}
