import { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import type { RtmpMessage } from '../rtmp/message.js';
import { messageStreamId } from '../rtmp/message.js';

/** What one message of the link stream of a client holds: its first byte says which it is. */
export type Envelope =
  | { readonly what: 'message'; readonly message: RtmpMessage }
  | { readonly what: 'question'; readonly id: number; readonly text: string }
  | { readonly what: 'answer'; readonly id: number; readonly text: string }
  | { readonly what: 'bye'; readonly text: string };

const kinds = ['message', 'question', 'answer', 'bye'] as const;

/** The bytes in front of the payload of an RTMP message: kind, type, timestamp, message stream id. */
export function messageHead({ type, timestamp, messageStreamId }: RtmpMessage): Uint8Array {
  return new ByteWriter(10).u8(0).u8(type).u32(timestamp).u32(messageStreamId).finish();
}

/** Everything but an RTMP message. */
export function encodeWords(what: 'question' | 'answer' | 'bye', id: number, text: string): Uint8Array {
  const writer = new ByteWriter().u8(kinds.indexOf(what)).u32(id);
  writer.utf8(text);
  return writer.finish();
}

/** Undefined for a kind that is not known. @throws EndOfBytesError if it is cut short */
export function decodeEnvelope(bytes: Uint8Array): Envelope | undefined {
  const reader = new ByteReader(bytes);
  const what = kinds[reader.u8()];
  if (what === undefined) return undefined;
  if (what === 'message') {
    const [type, timestamp, stream] = [reader.u8(), reader.u32(), reader.u32()];
    return { what, message: { type, timestamp, messageStreamId: messageStreamId(stream), payload: reader.rest() } };
  }
  const id = reader.u32();
  const text = reader.utf8(reader.remaining);
  return what === 'bye' ? { what, text } : { what, id, text };
}
