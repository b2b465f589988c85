import { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import type { MediaKind, WireFormat } from '../media/media-message.js';
import { MediaMessage } from '../media/media-message.js';

/** What the first byte of a message of a `play` or `publish` stream says; docs/link.md describes them. */
export const LiveWord = {
  unpublished: 0,
  published: 1,
  /** Media follows: kind (8 bits), timestamp (32), length (32) and payload of each message. */
  media: 2,
} as const;

const KINDS: readonly MediaKind[] = ['audio', 'video', 'data'];
const HEADER_SIZE = 9;

/** Media as it crosses a link. */
export const linkedMedia: WireFormat = {
  encode({ kind, timestamp, payload }) {
    return new ByteWriter(HEADER_SIZE + payload.length)
      .u8(KINDS.indexOf(kind))
      .u32(timestamp)
      .u32(payload.length)
      .bytes(payload)
      .finish();
  },
};

/**
 * The messages behind the first byte of `bytes`.
 *
 * @throws {EndOfBytesError} if the last is cut short
 */
export function readLinkedMedia(bytes: Uint8Array): MediaMessage[] {
  const reader = new ByteReader(bytes.subarray(1));
  const messages: MediaMessage[] = [];
  while (reader.remaining > 0) {
    const kind = KINDS[reader.u8()] ?? 'data';
    const timestamp = reader.u32();
    const length = reader.u32();
    // Its own memory, unless it is alone: one that is kept for long must not keep the others.
    const isAlone = messages.length === 0 && length === reader.remaining;
    messages.push(new MediaMessage(kind, timestamp, isAlone ? reader.rest() : reader.copy(length)));
  }
  return messages;
}
