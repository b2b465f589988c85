import { Amf0Decoder } from '../amf/amf0-decoder.js';
import type { StreamName } from '../application/stream-name.js';
import { ByteReader } from '../bytes/byte-reader.js';
import { MediaMessage } from '../media/media-message.js';
import type { RtmpMessage } from '../rtmp/message.js';
import { MessageType } from '../rtmp/message.js';
import type { LiveInput } from '../stream/live-input.js';
import type { Dismissal, Publisher } from '../stream/publisher.js';
import type { NetStream } from './net-stream.js';
import { status } from './status.js';
import type { Publication } from './stream-use.js';

/** A NetStream that publishes: brings what the client sends to the live stream. */
export class LivePublication implements Publication, Publisher {
  #input: LiveInput | undefined;

  constructor(
    private readonly stream: NetStream,
    readonly name: StreamName,
  ) {}

  get clientId(): string {
    return this.stream.connection.client.id;
  }

  begin(input: LiveInput): void {
    this.#input = input;
  }

  isAlive(timeout: number): Promise<boolean> {
    return this.stream.connection.isAlive(timeout);
  }

  dismissed(why: Dismissal): void {
    this.#input = undefined;
    const { connection, id } = this.stream;
    if (why === 'no-answer') return connection.close('ping-timeout');
    connection.instance.publications.unpublish(this, false);
    const { name } = this.name;
    const fields = { details: name, clientid: this.clientId };
    connection.send.onStatus(
      id,
      status('NetStream.Publish.BadName', `${name} was taken over by another publisher.`, fields),
    );
  }

  receive({ type, timestamp, payload }: RtmpMessage): void {
    switch (type) {
      case MessageType.audio:
        return this.#input?.receive(new MediaMessage('audio', timestamp, payload));
      case MessageType.video:
        return this.#input?.receive(new MediaMessage('video', timestamp, payload));
      case MessageType.dataAmf0:
        return this.#receiveData(timestamp, payload);
      case MessageType.dataAmf3:
        // Its first byte says that AMF0 values follow (RTMP 1.0, section 7.1.2 leaves it out; Flash writes it).
        return this.#receiveData(timestamp, payload[0] === 0 ? payload.subarray(1) : payload);
    }
  }

  end(lost: boolean): void {
    if (this.#input === undefined) return;
    this.#input = undefined;
    this.stream.connection.instance.publications.unpublish(this, lost);
  }

  /** A data message is a handler name and its arguments; `@setDataFrame` wraps one that is to be kept. */
  #receiveData(timestamp: number, payload: Uint8Array): void {
    const handler = leadingString(payload);
    if (handler === undefined) return;
    if (handler.text !== '@setDataFrame' && handler.text !== '@clearDataFrame') {
      return this.#input?.receive(new MediaMessage('data', timestamp, payload));
    }
    const rest = payload.subarray(handler.end);
    const frame = leadingString(rest);
    if (frame === undefined) return;
    if (handler.text === '@clearDataFrame') this.#input?.clearDataFrame(frame.text);
    else this.#input?.setDataFrame(frame.text, new MediaMessage('data', timestamp, rest));
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
