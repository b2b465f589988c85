import type { MediaKind } from '../media/media-message.js';
import { MediaMessage } from '../media/media-message.js';

/** Tag types (FLV 10.1, annex E.4.1); `dataAmf3` is of Enhanced RTMP v2. They are the message types of RTMP. */
export const FlvTagType = {
  audio: 8,
  video: 9,
  dataAmf3: 15,
  data: 18,
} as const;

export type FlvTagType = (typeof FlvTagType)[keyof typeof FlvTagType];

const KINDS: ReadonlyMap<number, MediaKind> = new Map([
  [FlvTagType.audio, 'audio'],
  [FlvTagType.video, 'video'],
  [FlvTagType.dataAmf3, 'data'],
  [FlvTagType.data, 'data'],
]);

/** Bytes of a tag before its payload, and of the back pointer (PreviousTagSize) behind it. */
export const TAG_HEADER_SIZE = 11;
export const BACK_POINTER_SIZE = 4;

/** Set in the type of a tag whose payload is encrypted. */
export const FILTER_BIT = 0x20;

/** The longest payload that a tag can announce. */
export const MAX_TAG_SIZE = 0xffffff;

/** One tag of an FLV file (FLV 10.1, annex E.4). */
export interface FlvTag {
  readonly type: FlvTagType;
  /** The filter bit: the payload is encrypted and begins with a header that says how. */
  readonly filtered: boolean;
  /** Unsigned 32-bit milliseconds: the 24 bits of the header below the 8 of its extension. */
  readonly timestamp: number;
  /** Always 0, by the specification. */
  readonly streamId: number;
  /** What is behind the header of the tag; a copy, unless its reader was told to share. */
  readonly payload: Uint8Array;
  /** Where the header of the tag begins, in bytes from the beginning of the file. */
  readonly offset: number;
}

export function isTagType(type: number): type is FlvTagType {
  return KINDS.has(type);
}

/**
 * A tag as a message of a stream, whose payload it shares. That of an encrypted tag is encrypted still: see
 * `filtered`. The values of a data message are AMF0, into which AMF3 ones are wrapped.
 */
export function flvMessage({ type, timestamp, payload }: FlvTag): MediaMessage {
  const isWrapped = type === FlvTagType.dataAmf3 && payload[0] === 0;
  return new MediaMessage(KINDS.get(type)!, timestamp, isWrapped ? payload.subarray(1) : payload);
}
