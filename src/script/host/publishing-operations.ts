import type { AmfObject } from '../../amf/value.js';
import type { ApplicationInstance } from '../../application/application-instance.js';
import type { StreamName } from '../../application/stream-name.js';
import { parseStreamName } from '../../application/stream-name.js';
import type { OutgoingConnection } from '../../netconnection/client/outgoing-connection.js';
import type { OutgoingStream } from '../../netconnection/client/outgoing-stream.js';
import type { JoinedStream } from '../../stream/joined-stream.js';
import type { MessageSink } from '../../stream/message-sink.js';
import type { PlainRecord } from '../protocol/bytes.js';
import { unpack } from '../protocol/pack.js';
import type { OperationFamily, TellScript } from './operation-family.js';
import type { OperationHandlers } from './operation-handlers.js';
import { statusRecord } from './status-record.js';

/** Streams that the script of one instance may publish to other servers at a time. */
const MAX_PUBLISHINGS = 10_000;

interface Publishing {
  /** Undefined once its connection is over. */
  stream: OutgoingStream | undefined;
  name: string;
}

/** Serves what a script asks of the streams that it publishes to other servers. */
export class PublishingOperations implements OperationFamily {
  readonly #publishings = new Map<number, Publishing>();

  constructor(
    private readonly instance: ApplicationInstance,
    private readonly tell: TellScript,
    private readonly connection: (number: number) => OutgoingConnection | undefined,
  ) {}

  readonly handlers = {
    'publishing.open': (number, connection) => this.#open(number, connection),
    'publishing.attach': (number, stream) => this.#attach(number, stream),
    'publishing.publish': (number, name, type, limits = []) => {
      const publishing = this.#publishings.get(number);
      if (publishing === undefined) return;
      publishing.name = name;
      if (publishing.stream === undefined) this.#failed(number, name);
      else publishing.stream.publish(name, type, limits);
    },
    'publishing.stop': (number) => this.#publishings.get(number)?.stream?.stop(),
    'publishing.send': (number, handler, args) =>
      this.#publishings.get(number)?.stream?.send(handler, ...unpack(args)) ?? false,
    'publishing.setBufferTime': (number, seconds) => {
      const stream = this.#publishings.get(number)?.stream;
      if (stream !== undefined) stream.bufferTime = seconds * 1000;
    },
    'publishing.time': (number) => (this.#publishings.get(number)?.stream?.publishedTime ?? 0) / 1000,
    'publishing.close': (number) => this.#close(number),
  } satisfies OperationHandlers;

  close(): void {
    for (const number of [...this.#publishings.keys()]) this.#close(number);
  }

  #open(number: number, connection: number): void {
    this.#close(number);
    if (this.#publishings.size >= MAX_PUBLISHINGS) {
      throw new Error(`this instance publishes ${MAX_PUBLISHINGS} streams to other servers already: NetStream.close`);
    }
    const publishing: Publishing = { stream: undefined, name: '' };
    publishing.stream = this.connection(connection)?.stream({
      status: (info) => this.tell('publishing.status', number, plainInfo(info)),
      closed: () => {
        publishing.stream = undefined;
        if (publishing.name !== '') this.#failed(number, publishing.name);
      },
    });
    this.#publishings.set(number, publishing);
  }

  #attach(number: number, text: string | undefined): boolean {
    const publishing = this.#publishings.get(number);
    const name = text === undefined ? undefined : parseStreamName(text);
    if (publishing?.stream === undefined || (text !== undefined && name === undefined)) return false;
    publishing.stream.attach(name && ((sink) => this.#join(name, sink)));
    return true;
  }

  #join(name: StreamName, sink: MessageSink): JoinedStream {
    const live = this.instance.liveStream(name);
    const player = live.join(sink);
    const leave = (): void => {
      live.leave(player);
      this.instance.publications.left(live);
    };
    return { isPublished: live.publisher !== undefined, leave };
  }

  #failed(number: number, name: string): void {
    const text = `${name} is not published: there is no connection to the other server.`;
    this.tell('publishing.status', number, statusRecord('NetStream.Failed', text, name));
  }

  #close(number: number): void {
    const publishing = this.#publishings.get(number);
    this.#publishings.delete(number);
    publishing?.stream?.attach(undefined);
    publishing?.stream?.close();
  }
}

/** What another server says of a stream, as far as it is numbers, texts and the like. */
function plainInfo(info: AmfObject): PlainRecord {
  const plain = [...info.properties].filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(plain) as PlainRecord;
}
