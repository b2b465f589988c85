import { encodeAmf0 } from '../../amf/amf0-encoder.js';
import { concat } from '../../bytes/concat.js';
import { MediaBatch } from '../../media/media-batch.js';
import type { MediaMessage } from '../../media/media-message.js';
import type { MessageStreamId } from '../../rtmp/message.js';
import type { MessageSink, PlayerEnd } from '../../stream/message-sink.js';
import { isMetadata } from '../../stream/slate-metadata.js';
import { timestampDelta } from '../../time/timestamp.js';
import type { OutgoingBuffer } from './outgoing-buffer.js';
import type { ServerLink } from './server-link.js';

const SET_DATA_FRAME = encodeAmf0(['@setDataFrame']);

/**
 * Brings the media of a live stream to another server. It is a player like others: while the way there is slow it loses
 * frames in the usual order, and when nothing gets through any more it is let go.
 */
export class OutgoingPublication implements MessageSink {
  readonly clientId = undefined;
  readonly address: string;
  #first: number | undefined;
  #newest = 0;

  constructor(
    private readonly link: ServerLink,
    private readonly id: MessageStreamId,
    private readonly buffer: OutgoingBuffer,
    private readonly tooSlow: () => void,
  ) {
    this.address = link.transport.remoteAddress;
  }

  /** Milliseconds of media that were sent. */
  get time(): number {
    return this.#first === undefined ? 0 : Math.max(0, timestampDelta(this.#newest, this.#first));
  }

  /** The timestamp of what was sent last. */
  get newest(): number {
    return this.#newest;
  }

  get queuedBytes(): number {
    return this.link.transport.queuedBytes;
  }

  write(whole: MediaBatch): void {
    const batch = this.buffer.choose(whole, this.queuedBytes);
    if (batch === undefined) return;
    for (const { kind, timestamp } of batch.messages) {
      if (kind === 'data') continue;
      this.#first ??= timestamp;
      this.#newest = timestamp;
    }
    this.link.transport.sendMedia(asPublished(batch), this.id);
  }

  /** The other server is told nothing of the publishers of the stream here: to its players it is one stream. */
  published(): void {
    return;
  }

  unpublished(): void {
    return;
  }

  ended(why: PlayerEnd): void {
    if (why === 'too-slow') this.tooSlow();
  }
}

/** A player is told onMetaData; a publisher says that it is to be kept for later players. */
function asPublished(batch: MediaBatch): MediaBatch {
  if (!batch.messages.some(isMetadata)) return batch;
  return new MediaBatch(batch.messages.map(asDataFrame));
}

function asDataFrame(message: MediaMessage): MediaMessage {
  return isMetadata(message) ? message.with(concat([SET_DATA_FRAME, message.payload])) : message;
}
