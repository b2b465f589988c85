import type { ApplicationInstance } from '../application/application-instance.js';
import type { Client } from '../application/client.js';
import type { StreamName } from '../application/stream-name.js';
import { parseStreamName } from '../application/stream-name.js';
import type { LinkLine } from '../link/link-line.js';
import type { LinkStream } from '../link/link-stream.js';
import type { CloseReason, MessageHandler, MessageTransport } from '../netconnection/message-transport.js';
import type { NetConnection } from '../netconnection/net-connection.js';
import type { RtmpMessage } from '../rtmp/message.js';
import { decodeHeader, decodeQuestion, encodeRefusal } from './client-words.js';
import { LinkTransport } from './link-transport.js';

/** Makes the server's side of a NetConnection over a transport. */
export type OpenConnection = (transport: MessageTransport) => NetConnection;

/** Where a client of an edge is at its origin. */
export interface LinkedPlace {
  readonly client: Client;
  readonly instance: ApplicationInstance;
}

/** The clients of edges, as they stand at their origin: each a client of its application like any other. */
export class LinkedClients {
  readonly #clients = new Map<LinkLine, Map<string, LinkedClient>>();

  /** Takes the stream of a client. */
  serve(stream: LinkStream, line: LinkLine, open: OpenConnection): void {
    const header = decodeHeader(stream.header);
    if (header === undefined) return stream.close('bad-header');
    const ofLine = this.#clients.get(line) ?? new Map<string, LinkedClient>();
    this.#clients.set(line, ofLine);
    const client = new LinkedClient(stream, header, line, open, () => {
      if (ofLine.get(header.id) === client) ofLine.delete(header.id);
      if (ofLine.size === 0) this.#clients.delete(line);
    });
    ofLine.set(header.id, client);
    client.start();
  }

  /** The client that an edge calls `id`, once it was let in; undefined if there is none. */
  find(line: LinkLine, id: string): LinkedPlace | undefined {
    return this.#clients.get(line)?.get(id)?.place;
  }
}

class LinkedClient implements MessageHandler {
  readonly #transport: LinkTransport;
  readonly #connection: NetConnection;
  /** What it plays at the edge. */
  readonly #plays: StreamName[] = [];

  constructor(
    stream: LinkStream,
    facts: ConstructorParameters<typeof LinkTransport>[1],
    line: LinkLine,
    open: OpenConnection,
    private readonly left: () => void,
  ) {
    const answer = (question: string): Promise<string> =>
      this.#answer(question).catch(() => encodeRefusal({ ...unknown, rule: 'the origin failed to answer' }));
    this.#transport = new LinkTransport(stream, facts, answer, () => line.statistics.roundTrip);
    this.#connection = open(this.#transport);
  }

  start(): void {
    this.#transport.start(this);
  }

  get place(): LinkedPlace | undefined {
    const { state } = this.#connection;
    if (state !== 'connected') return undefined;
    return { client: this.#connection.client, instance: this.#connection.instance };
  }

  receive(message: RtmpMessage): void | Promise<void> {
    return this.#connection.receive(message);
  }

  closed(reason: CloseReason): void {
    const { place } = this;
    for (const stream of this.#plays.splice(0)) place?.instance.stopped(place.client, stream);
    this.left();
    this.#connection.closed(reason);
  }

  async #answer(text: string): Promise<string> {
    const question = decodeQuestion(text);
    const stream = question === undefined ? undefined : parseStreamName(question.stream);
    const { place } = this;
    if (question === undefined || stream === undefined || place === undefined) return encodeRefusal(unknown);
    if (question.ask === 'stop') {
      const at = this.#plays.findIndex(({ name }) => name === stream.name);
      if (at < 0) return '';
      const [stopped = stream] = this.#plays.splice(at, 1);
      place.instance.stopped(place.client, stopped);
      return '';
    }
    const refusal = await place.instance.play(place.client, stream);
    if (refusal !== undefined) return encodeRefusal(refusal);
    // Who has left meanwhile has stopped.
    if (this.place === undefined) place.instance.stopped(place.client, stream);
    else this.#begin(place, stream);
    return '';
  }

  #begin({ client, instance }: LinkedPlace, stream: StreamName): void {
    this.#plays.push(stream);
    instance.trail.playing(client, stream);
  }
}

const unknown = {
  rule: 'an edge asked what cannot be understood, or about a client that is not in',
  reason: 'failed',
  description: 'The origin does not know this client.',
} as const;
