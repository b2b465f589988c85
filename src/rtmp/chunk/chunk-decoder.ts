import type { ByteQueue } from '../../bytes/byte-queue.js';
import { timestampAdd } from '../../time/timestamp.js';
import { messageStreamId } from '../message.js';
import type { RtmpMessage } from '../message.js';
import { RtmpError } from '../rtmp-error.js';
import type { RtmpOptions } from '../rtmp-options.js';
import { ChunkBudget } from './chunk-budget.js';
import { ChunkHeader, MAX_HEADER_SIZE, readU32 } from './chunk-header.js';
import { DEFAULT_CHUNK_SIZE } from './chunk-size.js';
import { ChunkStream } from './chunk-stream.js';
import { UNDECIDED, continuationTimestampSize } from './extended-timestamp.js';

const EMPTY = new Uint8Array(0);

/**
 * Takes chunks apart and puts messages together (RTMP 1.0, section 5.3). Each byte of payload is copied
 * once, out of the input and into the array of its message.
 */
export class ChunkDecoder {
  /** Chunk size of the peer, for the chunks that begin from now on; those under way keep theirs. */
  chunkSize = DEFAULT_CHUNK_SIZE;
  /** Payload still accepted, or undefined when there is no such limit (see `preConnectBytes`). */
  payloadAllowance: number | undefined;
  readonly #options: RtmpOptions;
  readonly #budget: ChunkBudget;
  readonly #header = new ChunkHeader();
  readonly #streams = new Map<number, ChunkStream>();
  /** The chunk stream whose chunk is being read, and what its chunk still lacks. */
  #current: ChunkStream | undefined;
  #chunkRemaining = 0;
  #partialMessages = 0;
  #partialBytes = 0;

  constructor(options: RtmpOptions) {
    this.#options = options;
    this.#budget = new ChunkBudget(options.maxSmallChunksPerSecond);
  }

  /** The next whole message, or undefined when `input` is used up before there is one. Throws {@link RtmpError}. */
  read(input: ByteQueue, now: number): RtmpMessage | undefined {
    for (;;) {
      const stream = this.#current ?? this.#readHeader(input, now);
      if (stream === undefined) return undefined;
      if (this.#chunkRemaining > 0 && !this.#readPayload(input, stream)) return undefined;
      this.#current = undefined;
      if (stream.received === stream.messageLength) return this.#finish(stream);
    }
  }

  /** Abort Message (section 5.4.2): forgets the message in progress on a chunk stream. */
  abort(chunkStreamId: number): void {
    const stream = this.#streams.get(chunkStreamId);
    if (stream !== undefined) this.#drop(stream);
  }

  /** When the oldest unfinished message began, in the milliseconds of `now`. */
  get partialSince(): number | undefined {
    if (this.#partialMessages === 0) return undefined;
    let oldest: number | undefined;
    for (const stream of this.#streams.values()) {
      if (stream.inMessage && (oldest === undefined || stream.since < oldest)) oldest = stream.since;
    }
    return oldest;
  }

  #readHeader(input: ByteQueue, now: number): ChunkStream | undefined {
    const header = this.#header;
    const end = input.gather(MAX_HEADER_SIZE) + input.offset;
    let size = header.read(input.bytes, input.offset, end);
    if (size === 0) return undefined;

    const stream = this.#streams.get(header.chunkStreamId) ?? this.#open(header.chunkStreamId);
    if (header.type === 3 && stream.hasExtendedTimestamp) {
      const extension = this.#type3TimestampSize(input.bytes, input.offset + size, end, stream);
      if (extension === UNDECIDED) return undefined;
      size += extension;
    }
    if (!stream.inMessage || !this.#continues(stream)) this.#begin(stream, now);
    input.skip(size);
    this.#chunkRemaining = Math.min(this.chunkSize, stream.messageLength - stream.received);
    this.#budget.spend(this.#chunkRemaining, now);
    this.#current = stream;
    return stream;
  }

  /** Where the message begins with this chunk, the extended timestamp is always there and is a delta. */
  #type3TimestampSize(bytes: Uint8Array, at: number, end: number, stream: ChunkStream): 0 | 4 | typeof UNDECIDED {
    if (stream.inMessage) return continuationTimestampSize(bytes, at, end, stream);
    if (end - at < 4) return UNDECIDED;
    stream.timestampField = readU32(bytes, at);
    return 4;
  }

  /**
   * A chunk stream that was not used before. librtmp sends its ping response, and DJI drones their first
   * messages, as type 1 chunks on a fresh chunk stream: the delta counts from 0, on message stream 0. Types
   * 2 and 3 would leave even the length open.
   */
  #open(id: number): ChunkStream {
    if (this.#header.type > 1) {
      throw new RtmpError('invalid-chunk', `chunk stream ${id} begins with a type ${this.#header.type} chunk`);
    }
    if (this.#streams.size >= this.#options.maxChunkStreams) {
      throw new RtmpError('too-many-chunk-streams', `more than ${this.#options.maxChunkStreams} chunk streams`);
    }
    const stream = new ChunkStream(id);
    this.#streams.set(id, stream);
    return stream;
  }

  /**
   * Whether a chunk in mid-message goes on with that message. Type 3 does. Types 1 and 2 do when they repeat its
   * length and type, as the senders do that SRS allows for. With type 0 Flash Media Live Encoder begins anew
   * where it gave up a frame.
   */
  #continues(stream: ChunkStream): boolean {
    const { type, messageLength, messageType } = this.#header;
    if (type === 1 && (messageLength !== stream.messageLength || messageType !== stream.messageType)) {
      throw new RtmpError('invalid-chunk', 'another message begins before the end of the last one');
    }
    return type !== 0;
  }

  #begin(stream: ChunkStream, now: number): void {
    const header = this.#header;
    this.#drop(stream);
    if (header.type < 3) {
      stream.timestampField = header.timestamp;
      stream.hasExtendedTimestamp = header.hasExtendedTimestamp;
    }
    if (header.type < 2) {
      stream.messageLength = header.messageLength;
      stream.messageType = header.messageType;
    }
    if (header.type === 0) {
      stream.messageStreamId = header.messageStreamId;
      stream.timestamp = header.timestamp;
    } else {
      // A type 3 chunk repeats the last delta, or the timestamp of a type 0 chunk as a delta (section 5.3.1.2.4).
      stream.timestamp = timestampAdd(stream.timestamp, stream.timestampField);
    }
    this.#checkLength(stream.messageLength);
    stream.inMessage = true;
    stream.since = now;
    this.#partialMessages += 1;
    if (this.#partialMessages > this.#options.maxPartialMessages) {
      throw new RtmpError(
        'too-many-partial-messages',
        `more than ${this.#options.maxPartialMessages} partial messages`,
      );
    }
  }

  #checkLength(length: number): void {
    if (length > this.#options.maxMessageSize) {
      throw new RtmpError('message-too-large', `a message of ${length} bytes`);
    }
    if (this.payloadAllowance === undefined) return;
    this.payloadAllowance -= length;
    if (this.payloadAllowance < 0) {
      throw new RtmpError('pre-connect-limit', `more than ${this.#options.preConnectBytes} bytes before connect`);
    }
  }

  /** Reads what there is of the present chunk; false when some of it has not arrived. */
  #readPayload(input: ByteQueue, stream: ChunkStream): boolean {
    const size = Math.min(this.#chunkRemaining, input.length);
    if (size === 0) return false;
    if (size === stream.messageLength) {
      stream.buffer = input.take(size);
      this.#partialBytes += size;
    } else {
      this.#partialBytes += stream.makeRoom(size, input.length);
      if (this.#partialBytes > this.#options.maxPartialBytes) {
        throw new RtmpError('too-many-partial-bytes', `more than ${this.#options.maxPartialBytes} partial bytes`);
      }
      input.moveTo(stream.buffer, stream.received, size);
    }
    stream.received += size;
    this.#chunkRemaining -= size;
    return this.#chunkRemaining === 0;
  }

  #finish(stream: ChunkStream): RtmpMessage {
    const payload = stream.messageLength === 0 ? EMPTY : stream.buffer;
    this.#drop(stream);
    return {
      type: stream.messageType,
      timestamp: stream.timestamp,
      messageStreamId: messageStreamId(stream.messageStreamId),
      payload,
    };
  }

  #drop(stream: ChunkStream): void {
    if (!stream.inMessage) return;
    this.#partialMessages -= 1;
    this.#partialBytes -= stream.drop();
  }
}
