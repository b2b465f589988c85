import { Memo } from './memo.js';
import type { MessageClass } from './message-class.js';

/** What a media message carries. */
export type MediaKind = 'audio' | 'video' | 'data';

/**
 * One wire form of media: how a message looks as RTMP chunks, as an FLV tag, and so on. The object
 * itself is the key of the memo, so there is one per form and it is kept.
 */
export interface WireFormat {
  encode(message: MediaMessage): Uint8Array;
  /** What `encode` answers for each of them, one behind the other in one array; for forms that can make it at once. */
  encodeAll?(messages: readonly MediaMessage[]): Uint8Array;
}

/** One wire form in which messages stand together, so that what is made of several is not what is made of each. */
export interface BatchFormat {
  encodeAll(messages: readonly MediaMessage[]): Uint8Array;
}

/**
 * An audio, video or data message of a stream: immutable, shared by everyone who receives it, and
 * encoded at most once per wire format.
 */
export class MediaMessage {
  readonly #forms = new Memo<WireFormat, Uint8Array>();
  #class: MessageClass | undefined;

  constructor(
    readonly kind: MediaKind,
    /** Unsigned 32-bit milliseconds on the stream's own clock. */
    readonly timestamp: number,
    /** FLV-shaped: the codec header byte and what follows; AMF0 values for data. Nobody writes into it. */
    readonly payload: Uint8Array,
  ) {}

  encodedAs(format: WireFormat): Uint8Array {
    return this.#forms.get(format) ?? this.#forms.set(format, format.encode(this));
  }

  /** Keeps what `classify` found out. */
  classifiedBy(read: (message: MediaMessage) => MessageClass): MessageClass {
    return (this.#class ??= read(this));
  }

  /** Another payload at the same time. */
  with(payload: Uint8Array): MediaMessage {
    return new MediaMessage(this.kind, this.timestamp, payload);
  }

  /** The same payload at another time. */
  at(timestamp: number): MediaMessage {
    if (timestamp === this.timestamp) return this;
    const moved = new MediaMessage(this.kind, timestamp, this.payload);
    moved.#class = this.#class;
    return moved;
  }
}
