import { AmfObject } from '../../amf/value.js';
import type { AmfValue } from '../../amf/value.js';
import type { CallAnswer } from '../../application/running-script.js';
import { printable } from '../../application/safe-name.js';
import type { Logger } from '../../log/logger.js';
import { splitAggregate } from '../../rtmp/message/aggregate.js';
import { decodeCommand } from '../../rtmp/message/command.js';
import type { CommandMessage } from '../../rtmp/message/command.js';
import { decodeSharedObject } from '../../rtmp/message/shared-object.js';
import { decodeUserControl } from '../../rtmp/message/user-control.js';
import type { RtmpMessage } from '../../rtmp/message.js';
import { CONNECTION_STREAM, MessageType } from '../../rtmp/message.js';
import type { Clock, Timer } from '../../time/clock.js';
import { CommandSender } from '../command-sender.js';
import { information } from '../information.js';
import type { CloseReason, MessageHandler, MessageTransport } from '../message-transport.js';
import { CallFailedError, Responders } from '../responders.js';
import { ScriptCalls } from '../script-calls.js';
import { connectFields } from './connect-fields.js';
import type { Connector } from './connector.js';
import type { OutgoingOptions } from './outgoing-options.js';
import type { OutgoingStream, OutgoingStreamListener } from './outgoing-stream.js';
import { OutgoingStreams } from './outgoing-streams.js';
import type { RemoteObject, RemoteObjectListener, RemoteObjectName } from './remote-objects.js';
import { RemoteObjects } from './remote-objects.js';
import type { RtmpAddress } from './rtmp-address.js';
import type { ServerLink } from './server-link.js';
import { whyEnded } from './why-ended.js';

/** Where an {@link OutgoingConnection} goes, and what it says there. */
export interface OutgoingRequest {
  readonly address: RtmpAddress;
  readonly objectEncoding: 0 | 3;
  /** Further fields of the command object, and others in place of the usual: `swfUrl`, `flashVer`, … */
  readonly fields?: Readonly<Record<string, AmfValue>>;
  /** What stands behind the command object: the arguments of the other side's onConnect. */
  readonly args?: readonly AmfValue[];
}

/** Hears what the other server says of the connection. */
export interface OutgoingListener {
  /**
   * An information object, as onStatus of a NetConnection is told it. `NetConnection.Connect.Success` comes once. The
   * last is `NetConnection.Connect.Failed`, if there was no answer, or else `NetConnection.Connect.Closed`; of a server
   * that refuses it follows `NetConnection.Connect.Rejected`, in whose `ex.redirect` the server may say where to go.
   */
  status(info: AmfObject): void;
  /** The server calls a method of ours. Must not reject. */
  call(method: string, args: readonly AmfValue[]): Promise<CallAnswer>;
}

/** What an {@link OutgoingConnection} is made with. */
export interface OutgoingMeans {
  readonly connector: Connector;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly options: OutgoingOptions;
}

/** Calls of the server that we may owe the answer of before it is not listened to. */
const MAX_CALLS = 1000;
/** Of connect. */
const CONNECT = 1;

/**
 * The client's side of a NetConnection: this server as a client of another. It connects when it is made, once, and is of
 * no use any more when it is closed. Streams and shared objects may be asked for before the server has answered.
 */
export class OutgoingConnection implements MessageHandler {
  readonly #responders = new Responders('server', CONNECT);
  readonly #calls = new ScriptCalls();
  readonly #objects = new RemoteObjects();
  readonly #streams: OutgoingStreams;
  readonly #abort = new AbortController();
  readonly #timer: Timer;
  /** Since the handshake; with it a server may be spoken to, once it has accepted us. */
  #link: ServerLink | undefined;
  #state: 'connecting' | 'connected' | 'rejected' | 'closed' = 'connecting';

  constructor(
    private readonly request: OutgoingRequest,
    private readonly means: OutgoingMeans,
    private readonly listener: OutgoingListener,
  ) {
    const { clock, connector, options } = means;
    const call = (method: string): Promise<AmfValue> => this.call(method);
    this.#streams = new OutgoingStreams(options, { call, tooSlow: () => this.#cut('too-slow') });
    this.#timer = clock.after(options.connectTimeout, () => this.#cut('connect-timeout'));
    connector
      .connect(request.address, (transport) => this.#opened(transport), this.#abort.signal)
      .catch((error: Error) => this.#ended(error.message));
  }

  /** The address, as it was given. */
  get uri(): string {
    return this.request.address.tcUrl;
  }

  get isConnected(): boolean {
    return this.#state === 'connected';
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  /** Bytes received and sent, since the handshake was done. */
  get traffic(): MessageTransport['traffic'] | undefined {
    return this.#link?.transport.traffic;
  }

  /**
   * Calls a method of the server. Rejects with CallFailedError, whose `info` is what the server says, if the server
   * answers with an error, or is not or no longer connected; with AmfError for a value that AMF cannot express.
   */
  async call(method: string, ...args: readonly AmfValue[]): Promise<AmfValue> {
    if (this.#state !== 'connected') throw new CallFailedError('the connection is not open');
    const { transactionId, answer } = this.#responders.open();
    try {
      if (transactionId > 0) this.#send(method, transactionId, args);
    } catch (error) {
      this.#responders.settle(transactionId, false, undefined);
      throw error;
    }
    return answer;
  }

  /** Calls a method without asking for an answer; false unless the server is connected. Throws AmfError. */
  notify(method: string, ...args: readonly AmfValue[]): boolean {
    if (this.#state !== 'connected') return false;
    this.#send(method, 0, args);
    return true;
  }

  /** A NetStream there, for playing or for publishing. It ends with the connection. */
  stream(listener: OutgoingStreamListener): OutgoingStream {
    return this.#streams.open(listener);
  }

  /** Begins to hear of a shared object there. Throws an Error if somebody does already. */
  object(name: RemoteObjectName, listener: RemoteObjectListener): RemoteObject {
    return this.#objects.use(name, listener);
  }

  /** Whether the server is heard of within `timeout` milliseconds. */
  isAlive(timeout: number): Promise<boolean> {
    return this.#state === 'connected' ? this.#link!.transport.isAlive(timeout) : Promise.resolve(false);
  }

  /** Ends it. Calling it again does nothing. */
  close(): void {
    this.#cut('closed-by-client');
  }

  receive(message: RtmpMessage): void | Promise<void> {
    switch (message.type) {
      case MessageType.commandAmf0:
      case MessageType.commandAmf3:
        return this.#command(message);
      case MessageType.sharedObjectAmf0:
      case MessageType.sharedObjectAmf3:
        return this.#objects.receive(decodeSharedObject(message, this.means.options.amf));
      case MessageType.aggregate:
        for (const part of splitAggregate(message)) this.#streams.receive(part);
        return;
      case MessageType.userControl:
        return this.#streams.event(decodeUserControl(message));
      default:
        return this.#streams.receive(message);
    }
  }

  closed(reason: CloseReason): void {
    this.#ended(whyEnded(reason));
  }

  #opened(transport: MessageTransport): MessageHandler {
    const { request } = this;
    const send = new CommandSender(transport);
    this.#link = { transport, send };
    const fields = connectFields(request.address, request.objectEncoding, request.fields);
    send.command(CONNECTION_STREAM, 'connect', CONNECT, fields, ...(request.args ?? []));
    return this;
  }

  #command(message: RtmpMessage): void | Promise<void> {
    const command = decodeCommand(message, this.means.options.amf);
    const { name, transactionId, args } = command;
    switch (name) {
      case '_result':
      case '_error':
        if (transactionId === CONNECT) return this.#answered(name === '_result', args[0]);
        return this.#responders.settle(transactionId, name === '_result', args[0]);
      case 'onStatus':
        if (!(args[0] instanceof AmfObject)) return;
        if (message.messageStreamId !== CONNECTION_STREAM)
          return this.#streams.status(message.messageStreamId, args[0]);
        return this.listener.status(args[0]);
      case 'close':
        return this.#cut('closed-by-server');
      default:
        return this.#called(command);
    }
  }

  /** The answer to connect. */
  #answered(succeeded: boolean, value: AmfValue): void {
    if (this.#state !== 'connecting' || this.#link === undefined) return;
    const info = value instanceof AmfObject ? value : undefined;
    const code = info?.get('code');
    if (!succeeded || code === 'NetConnection.Connect.Rejected') return this.#rejected(info);
    const { transport, send } = this.#link;
    this.#timer.cancel();
    this.#state = 'connected';
    transport.accepted();
    transport.setChunkSize(this.means.options.chunkSize);
    if (this.request.objectEncoding === 3 && info?.get('objectEncoding') === 3) send.encoding = 'amf3';
    this.listener.status(info ?? information('status', 'NetConnection.Connect.Success', 'Connection succeeded.'));
    // Whoever hears of it may have closed it.
    if (this.#isGone()) return;
    this.#streams.connected(this.#link);
    this.#objects.connected(this.#link);
  }

  #rejected(info: AmfObject | undefined): void {
    this.#timer.cancel();
    this.#state = 'rejected';
    this.listener.status(
      info ?? information('error', 'NetConnection.Connect.Rejected', 'The server refuses the connection.'),
    );
    this.#cut('rejected');
  }

  #called(command: CommandMessage): Promise<void> | undefined {
    const method = printable(command.name);
    const answered = this.listener
      .call(command.name, command.args)
      .then((answer) => this.#answer(command, answer))
      .catch((error: unknown) => {
        this.means.logger.warn('a call of another server could not be answered', { method, error });
        this.#callFailed(command, `The answer of ${method} cannot be sent.`);
      });
    return this.#calls.add(answered, MAX_CALLS);
  }

  #answer(command: CommandMessage, answer: CallAnswer): void {
    switch (answer.answer) {
      case 'absent':
        return this.#callFailed(command, `Method not found (${printable(command.name)}).`);
      case 'error':
        return this.#callFailed(command, answer.description, answer.info);
      case 'result':
        if (command.transactionId !== 0 && !this.#isGone()) {
          this.#link?.send.result(command.transactionId, answer.value);
        }
    }
  }

  #callFailed({ transactionId }: CommandMessage, description: string, info?: AmfObject): void {
    if (transactionId === 0 || this.#isGone()) return;
    const more = info === undefined ? {} : { application: info };
    this.#link?.send.error(transactionId, information('error', 'NetConnection.Call.Failed', description, more));
  }

  #send(method: string, transactionId: number, args: readonly AmfValue[]): void {
    this.#link?.send.command(CONNECTION_STREAM, method, transactionId, null, ...args);
  }

  #cut(reason: CloseReason): void {
    if (this.#isGone()) return;
    this.#abort.abort();
    this.#link?.transport.close(reason);
    this.closed(reason);
  }

  #ended(why: string): void {
    if (this.#isGone()) return;
    const info =
      this.#state === 'connecting'
        ? information('error', 'NetConnection.Connect.Failed', why)
        : information('status', 'NetConnection.Connect.Closed', why);
    this.#state = 'closed';
    this.#timer.cancel();
    this.means.logger.debug('a connection to another server ended', { host: this.request.address.host, why });
    this.#responders.abandon();
    this.#streams.closed();
    this.#objects.closed();
    this.listener.status(info);
  }

  #isGone(): boolean {
    return this.#state === 'closed';
  }
}
