import type { AmfObject, AmfValue } from '../../amf/value.js';
import { decodeData } from '../../rtmp/message/data.js';
import type { UserControlEvent } from '../../rtmp/message/user-control.js';
import type { MessageStreamId, RtmpMessage } from '../../rtmp/message.js';
import { CONNECTION_STREAM, messageStreamId } from '../../rtmp/message.js';
import { CallFailedError } from '../responders.js';
import type { OutgoingOptions } from './outgoing-options.js';
import type { OutgoingStreamListener, StreamOwner } from './outgoing-stream.js';
import { OutgoingStream } from './outgoing-stream.js';
import type { ServerLink } from './server-link.js';

/** What the streams need of their connection. */
export interface StreamsConnection {
  call(method: string): Promise<AmfValue>;
  /** Nothing gets through any more. */
  tooSlow(): void;
}

/** The NetStreams that we have on another server, by message stream id. */
export class OutgoingStreams implements StreamOwner {
  readonly #all = new Set<OutgoingStream>();
  readonly #byId = new Map<MessageStreamId, OutgoingStream>();
  #link: ServerLink | undefined;

  constructor(
    private readonly options: OutgoingOptions,
    private readonly connection: StreamsConnection,
  ) {}

  get bufferLength(): number {
    return this.options.bufferLength;
  }

  get link(): ServerLink | undefined {
    return this.#link;
  }

  open(listener: OutgoingStreamListener): OutgoingStream {
    const stream = new OutgoingStream(this, listener);
    this.#all.add(stream);
    if (this.#link !== undefined) stream.begin();
    return stream;
  }

  connected(link: ServerLink): void {
    this.#link = link;
    for (const stream of [...this.#all]) stream.begin();
  }

  /** What comes on a message stream that we do not have is dropped. */
  receive(message: RtmpMessage): void {
    this.#byId.get(message.messageStreamId)?.receive(message);
  }

  status(id: MessageStreamId, info: AmfObject): void {
    this.#byId.get(id)?.status(info);
  }

  /** The server says something of its side of a stream. */
  event(event: UserControlEvent): void {
    if (event.event === 'streamIsRecorded') this.#byId.get(messageStreamId(event.messageStreamId))?.recorded();
  }

  closed(): void {
    this.#link = undefined;
    const streams = [...this.#all];
    this.#all.clear();
    this.#byId.clear();
    for (const stream of streams) stream.connectionClosed();
  }

  async create(stream: OutgoingStream): Promise<MessageStreamId> {
    const answer = await this.connection.call('createStream');
    const id = typeof answer === 'number' ? messageStreamId(answer) : CONNECTION_STREAM;
    if (id === CONNECTION_STREAM || id !== answer || this.#byId.has(id)) {
      throw new CallFailedError('the answer to createStream is no new number');
    }
    this.#byId.set(id, stream);
    return id;
  }

  delete(stream: OutgoingStream, id: MessageStreamId | undefined): void {
    this.#all.delete(stream);
    if (id === undefined) return;
    this.#byId.delete(id);
    this.#link?.send.command(CONNECTION_STREAM, 'deleteStream', 0, null, id);
  }

  readData(message: RtmpMessage): readonly AmfValue[] {
    return decodeData(message, this.options.amf).values;
  }

  tooSlow(): void {
    this.connection.tooSlow();
  }
}
