import type { AmfObject, AmfValue } from '../../amf/value.js';
import type { OutgoingMeans } from '../../netconnection/client/outgoing-connection.js';
import { OutgoingConnection } from '../../netconnection/client/outgoing-connection.js';
import { parseRtmpAddress } from '../../netconnection/client/rtmp-address.js';
import type { CallAnswer } from '../../application/running-script.js';
import { pack, unpack } from '../protocol/pack.js';
import type { PeerAnswer } from '../protocol/server-operations.js';
import type { AskScript, OperationFamily, TellScript } from './operation-family.js';
import type { OperationHandlers } from './operation-handlers.js';
import { callAnswer } from './call-answer.js';
import { peerAnswer } from './peer-answer.js';

/** Connections to other servers that the script of one instance may have at a time. */
const MAX_CONNECTIONS = 1000;
/** Calls of one of them that may wait until it stands. */
const MAX_WAITING = 1000;

interface Entry {
  readonly connection: OutgoingConnection;
  /** What was called before the other server answered; undefined since it has. */
  waiting: (() => void)[] | undefined;
}

/** Serves what a script asks of its connections to other servers. */
export class ConnectionOperations implements OperationFamily {
  readonly #entries = new Map<number, Entry>();
  /** Of connections that are over. */
  readonly #gone = { received: 0, sent: 0 };

  constructor(
    private readonly means: OutgoingMeans,
    private readonly tell: TellScript,
    private readonly ask: AskScript,
  ) {}

  readonly handlers = {
    'connection.open': (number, uri, args, objectEncoding) => this.#open(number, uri, unpack(args), objectEncoding),
    'connection.call': (number, method, args, wantsAnswer) => this.#call(number, method, unpack(args), wantsAnswer),
    'connection.close': (number) => this.#close(number),
  } satisfies OperationHandlers;

  /** Bytes of all connections, of those included that are over. */
  get traffic(): { readonly received: number; readonly sent: number } {
    const sums = { ...this.#gone };
    for (const { connection } of this.#entries.values()) add(sums, connection);
    return sums;
  }

  /** The connection of that number; undefined if there is none, or no longer. */
  find(number: number): OutgoingConnection | undefined {
    return this.#entries.get(number)?.connection;
  }

  close(): void {
    for (const number of [...this.#entries.keys()]) this.#close(number);
  }

  #open(number: number, uri: string, args: readonly AmfValue[], objectEncoding: 0 | 3): boolean {
    const address = parseRtmpAddress(uri);
    if (address === undefined) return false;
    this.#close(number);
    if (this.#entries.size >= MAX_CONNECTIONS) {
      throw new Error(`this instance has ${MAX_CONNECTIONS} connections to other servers already`);
    }
    const entry: Entry = {
      connection: new OutgoingConnection({ address, objectEncoding, args }, this.means, {
        status: (info) => this.#hear(number, entry, info),
        call: (method, values) => this.#called(number, entry, method, values),
      }),
      waiting: [],
    };
    this.#entries.set(number, entry);
    return true;
  }

  #hear(number: number, entry: Entry, info: AmfObject): void {
    if (this.#entries.get(number) !== entry) return;
    const { connection } = entry;
    if (connection.isClosed) this.#forget(number, entry);
    this.tell('connection.status', number, pack(info));
    if (!connection.isConnected && !connection.isClosed) return;
    const waiting = entry.waiting ?? [];
    entry.waiting = undefined;
    for (const call of waiting) call();
  }

  /** What the script called before the connection stands is called when it does. */
  async #call(number: number, method: string, args: readonly AmfValue[], wantsAnswer: boolean): Promise<PeerAnswer> {
    const entry = this.#entries.get(number);
    if (entry === undefined) throw new Error('there is no such connection any more');
    const { waiting, connection } = entry;
    if (waiting !== undefined) {
      if (waiting.length >= MAX_WAITING) throw new Error(`${MAX_WAITING} calls wait until the connection stands`);
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    return peerAnswer(connection, method, args, wantsAnswer);
  }

  async #called(number: number, entry: Entry, method: string, args: readonly AmfValue[]): Promise<CallAnswer> {
    if (this.#entries.get(number) !== entry) return { answer: 'absent' };
    return callAnswer(() => this.ask('connection.call', number, method, pack(...args)));
  }

  #forget(number: number, { connection }: Entry): void {
    this.#entries.delete(number);
    add(this.#gone, connection);
  }

  #close(number: number): void {
    const entry = this.#entries.get(number);
    if (entry === undefined) return;
    this.#forget(number, entry);
    entry.connection.close();
    for (const call of entry.waiting?.splice(0) ?? []) call();
  }
}

function add(sums: { received: number; sent: number }, { traffic }: OutgoingConnection): void {
  sums.received += traffic?.received ?? 0;
  sums.sent += traffic?.sent ?? 0;
}
