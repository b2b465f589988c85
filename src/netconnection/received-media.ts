import { Amf0Decoder } from '../amf/amf0-decoder.js';
import { ByteReader } from '../bytes/byte-reader.js';
import { MediaMessage } from '../media/media-message.js';
import type { RtmpMessage } from '../rtmp/message.js';
import { MessageType } from '../rtmp/message.js';

/**
 * What somebody sends on a NetStream. `data` has a handler name and arguments; `frame` is data that is to be kept for
 * later players (`@setDataFrame`), `clear` ends that.
 */
export type ReceivedMedia =
  | { readonly what: 'media'; readonly message: MediaMessage }
  | { readonly what: 'data' | 'frame'; readonly handler: string; readonly message: MediaMessage }
  | { readonly what: 'clear'; readonly handler: string };

/** Undefined for data without a handler name, and for messages that are no media. */
export function receivedMedia({ type, timestamp, payload }: RtmpMessage): ReceivedMedia | undefined {
  switch (type) {
    case MessageType.audio:
      return { what: 'media', message: new MediaMessage('audio', timestamp, payload) };
    case MessageType.video:
      return { what: 'media', message: new MediaMessage('video', timestamp, payload) };
    case MessageType.dataAmf0:
      return receivedData(timestamp, payload);
    case MessageType.dataAmf3:
      // Its first byte says that AMF0 values follow (RTMP 1.0, section 7.1.2 leaves it out; Flash writes it).
      return receivedData(timestamp, payload[0] === 0 ? payload.subarray(1) : payload);
    default:
      return undefined;
  }
}

function receivedData(timestamp: number, payload: Uint8Array): ReceivedMedia | undefined {
  const first = leadingString(payload);
  if (first === undefined) return undefined;
  if (first.text !== '@setDataFrame' && first.text !== '@clearDataFrame') {
    return { what: 'data', handler: first.text, message: new MediaMessage('data', timestamp, payload) };
  }
  const rest = payload.subarray(first.end);
  const frame = leadingString(rest);
  if (frame === undefined) return undefined;
  const handler = frame.text;
  if (first.text === '@clearDataFrame') return { what: 'clear', handler };
  return { what: 'frame', handler, message: new MediaMessage('data', timestamp, rest) };
}

/** The longest handler name; what is longer is no name. */
const MAX_NAME_LENGTH = 256;

function leadingString(payload: Uint8Array): { text: string; end: number } | undefined {
  if (payload.length < 3 || payload[0] !== 2) return undefined;
  const length = (payload[1]! << 8) | payload[2]!;
  if (length > MAX_NAME_LENGTH || payload.length < 3 + length) return undefined;
  const reader = new ByteReader(payload);
  const text = new Amf0Decoder(reader).read();
  return typeof text === 'string' ? { text, end: reader.offset } : undefined;
}
