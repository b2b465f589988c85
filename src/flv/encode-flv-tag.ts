import { ByteWriter } from '../bytes/byte-writer.js';
import type { MediaKind, MediaMessage, WireFormat } from '../media/media-message.js';
import type { FlvTag } from './flv-tag.js';
import { BACK_POINTER_SIZE, FILTER_BIT, FlvTagType, MAX_TAG_SIZE, TAG_HEADER_SIZE } from './flv-tag.js';

const TYPES: Readonly<Record<MediaKind, FlvTagType>> = {
  audio: FlvTagType.audio,
  video: FlvTagType.video,
  data: FlvTagType.data,
};

/**
 * A message as an FLV tag with the back pointer behind it (FLV 10.1, annex E.4), 15 bytes longer than the payload.
 * Throws RangeError for a payload over 16,777,215 bytes.
 */
export function encodeFlvTag({ kind, timestamp, payload }: MediaMessage): Uint8Array {
  return encode(TYPES[kind], timestamp, payload);
}

/** A tag that was read from a file, as it was, at another time (milliseconds): what is encrypted in it stays so. */
export function moveFlvTag({ type, filtered, payload }: FlvTag, timestamp: number): Uint8Array {
  return encode(filtered ? type | FILTER_BIT : type, timestamp, payload);
}

function encode(type: number, timestamp: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  if (length > MAX_TAG_SIZE) throw new RangeError(`no FLV tag has ${length} bytes of payload`);
  return new ByteWriter(TAG_HEADER_SIZE + length + BACK_POINTER_SIZE)
    .u8(type)
    .u24(length)
    .u24(timestamp & 0xffffff)
    .u8(timestamp >>> 24)
    .u24(0)
    .bytes(payload)
    .u32(TAG_HEADER_SIZE + length)
    .finish();
}

/** FLV as a wire format: each message is encoded once, however many files and responses it goes into. */
export const flvTags: WireFormat = { encode: encodeFlvTag };
