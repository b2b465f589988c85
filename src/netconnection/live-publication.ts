import { Amf0Decoder } from '../amf/amf0-decoder.js';
import type { StreamName } from '../application/stream-name.js';
import { ByteReader } from '../bytes/byte-reader.js';
import { MediaMessage } from '../media/media-message.js';
import type { RtmpMessage } from '../rtmp/message.js';
import { MessageType } from '../rtmp/message.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { Publisher } from '../stream/publisher.js';
import type { NetStream } from './net-stream.js';
import type { Publication } from './stream-use.js';

/** A NetStream that publishes: brings what the client sends to the live stream. */
export class LivePublication implements Publication, Publisher {
  #live: LiveStream | undefined;

  constructor(
    private readonly stream: NetStream,
    readonly name: StreamName,
  ) {}

  get clientId(): string {
    return this.stream.connection.client.id;
  }

  get live(): LiveStream | undefined {
    return this.#live;
  }

  begin(live: LiveStream): void {
    this.#live = live;
  }

  isAlive(timeout: number): Promise<boolean> {
    return this.stream.connection.isAlive(timeout);
  }

  dismissed(): void {
    this.#live = undefined;
    this.stream.connection.close('ping-timeout');
  }

  receive({ type, timestamp, payload }: RtmpMessage): void {
    switch (type) {
      case MessageType.audio:
        return this.#live?.receive(new MediaMessage('audio', timestamp, payload));
      case MessageType.video:
        return this.#live?.receive(new MediaMessage('video', timestamp, payload));
      case MessageType.dataAmf0:
        return this.#receiveData(timestamp, payload);
      case MessageType.dataAmf3:
        // Its first byte says that AMF0 values follow (RTMP 1.0, section 7.1.2 leaves it out; Flash writes it).
        return this.#receiveData(timestamp, payload[0] === 0 ? payload.subarray(1) : payload);
    }
  }

  end(): void {
    if (this.#live === undefined) return;
    this.#live = undefined;
    this.stream.connection.instance.unpublish(this);
  }

  /** A data message is a handler name and its arguments; `@setDataFrame` wraps one that is to be kept. */
  #receiveData(timestamp: number, payload: Uint8Array): void {
    const handler = leadingString(payload);
    if (handler === undefined) return;
    if (handler.text !== '@setDataFrame' && handler.text !== '@clearDataFrame') {
      return this.#live?.receive(new MediaMessage('data', timestamp, payload));
    }
    const rest = payload.subarray(handler.end);
    const frame = leadingString(rest);
    if (frame === undefined) return;
    if (handler.text === '@clearDataFrame') this.#live?.clearDataFrame(frame.text);
    else this.#live?.setDataFrame(frame.text, new MediaMessage('data', timestamp, rest));
  }
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
