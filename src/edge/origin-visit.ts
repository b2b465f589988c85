import { AmfObject } from '../amf/value.js';
import type { AmfValue } from '../amf/value.js';
import type { Refusal } from '../application/refusal.js';
import type { CloseReason, MessageHandler, MessageTransport } from '../netconnection/message-transport.js';
import { decodeCommand, encodeCommand } from '../rtmp/message/command.js';
import type { CommandMessage } from '../rtmp/message/command.js';
import type { RtmpMessage } from '../rtmp/message.js';
import { CONNECTION_STREAM, MessageType } from '../rtmp/message.js';
import { LinkTransport } from './link-transport.js';

/** Hears what an origin has to say to a client. */
export interface VisitListener {
  /** @param command what is in it, if it is a command */
  said(message: RtmpMessage, command?: CommandMessage): void | Promise<void>;
  /**
   * It is over, after the client was let in.
   *
   * @param meant the origin wants no more of this client; otherwise it was lost
   */
  over(meant: boolean): void;
}

/** Of connect. */
const CONNECT = 1;
/** Bytes that may wait to be sent to an origin before a client is no longer listened to. */
const MAX_QUEUED = 1024 * 1024;

/** What an origin says when it lets a client go for good. */
const FAREWELLS: ReadonlySet<AmfValue> = new Set([
  'NetConnection.Connect.Closed',
  'NetConnection.Connect.Rejected',
  'NetConnection.Connect.IdleTimeOut',
]);
const MEANT: ReadonlySet<CloseReason> = new Set<CloseReason>([
  ...(['dismissed', 'rejected', 'idle', 'protocol-error', 'too-slow', 'connect-timeout'] as const),
]);

/** One client at one origin, from connect to the end. */
export class OriginVisit implements MessageHandler {
  #transport: MessageTransport | undefined;
  #state: 'waiting' | 'in' | 'over' = 'waiting';
  #saidFarewell = false;
  readonly #answered: Promise<Refusal | undefined>;
  #settle: { resolve(refusal: Refusal | undefined): void; reject(error: Error): void } | undefined;

  constructor(private readonly listener: VisitListener) {
    this.#answered = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.#answered.catch(() => undefined);
  }

  /** Whether the client is in there, or was refused; rejects if the origin went before it had answered. */
  get answered(): Promise<Refusal | undefined> {
    return this.#answered;
  }

  /** Says connect, unless the client has left meanwhile. */
  opened(transport: MessageTransport, object: AmfObject, args: readonly AmfValue[]): this {
    if (this.#state === 'over') {
      transport.close('closed-by-client');
      return this;
    }
    this.#transport = transport;
    const connect = { name: 'connect', transactionId: CONNECT, commandObject: object, args, encoding: 'amf0' } as const;
    transport.send(encodeCommand(connect, CONNECTION_STREAM));
    return this;
  }

  /** Settled when the origin takes more; undefined if it does. */
  send(message: RtmpMessage): Promise<void> | undefined {
    const transport = this.#transport;
    if (transport === undefined || this.#state === 'over') return undefined;
    transport.send(message);
    if (transport.queuedBytes <= MAX_QUEUED) return undefined;
    return new Promise((resolve) => transport.whenDrained(resolve));
  }

  /** Asks beside the messages; undefined where there are no words for it. */
  ask(question: string): Promise<string> | undefined {
    return this.#transport instanceof LinkTransport ? this.#transport.ask(question) : undefined;
  }

  close(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#settle?.reject(new Error('the client left'));
    this.#transport?.close('closed-by-client');
  }

  receive(message: RtmpMessage): void | Promise<void> {
    if (this.#state === 'over') return undefined;
    switch (message.type) {
      case MessageType.commandAmf0:
      case MessageType.commandAmf3:
        return this.#command(message, decodeCommand(message));
      case MessageType.sharedObjectAmf0:
      case MessageType.sharedObjectAmf3:
        return this.listener.said(message);
    }
  }

  closed(reason: CloseReason): void {
    if (this.#state === 'over') return;
    const wasIn = this.#state === 'in';
    this.#state = 'over';
    this.#settle?.reject(new Error(`the origin ended the conversation: ${reason}`));
    if (wasIn) this.listener.over(this.#saidFarewell || MEANT.has(reason));
  }

  #command(message: RtmpMessage, command: CommandMessage): void | Promise<void> {
    const { name, transactionId, args } = command;
    if (message.messageStreamId !== CONNECTION_STREAM) return undefined;
    const [info] = args;
    if ((name === '_result' || name === '_error') && transactionId === CONNECT && this.#state === 'waiting') {
      return this.#answer(name === '_result', info);
    }
    if (name === 'close') {
      this.#saidFarewell = true;
      return undefined;
    }
    const code = name === 'onStatus' && info instanceof AmfObject ? info.get('code') : undefined;
    // An origin that stops is not the end: another may take over, or it comes back.
    if (code === 'NetConnection.Connect.AppShutdown') return undefined;
    if (FAREWELLS.has(code)) this.#saidFarewell = true;
    return this.listener.said(message, command);
  }

  #answer(succeeded: boolean, value: AmfValue): void {
    const info = value instanceof AmfObject ? value : undefined;
    if (succeeded && info?.get('code') !== 'NetConnection.Connect.Rejected') {
      this.#state = 'in';
      this.#transport?.accepted();
      this.#settle?.resolve(undefined);
      return;
    }
    this.#state = 'over';
    this.#settle?.resolve(refusalOf(info));
    this.#transport?.close('closed-by-client');
  }
}

function refusalOf(info: AmfObject | undefined): Refusal {
  const description = info?.get('description');
  const data = info?.get('application');
  const ex = info?.get('ex');
  const redirect = ex instanceof AmfObject ? ex.get('redirect') : undefined;
  return {
    rule: 'the origin refused',
    reason: 'denied',
    description: typeof description === 'string' ? description : 'The origin refuses the connection.',
    ...(data === undefined ? {} : { data }),
    ...(typeof redirect === 'string' ? { redirect } : {}),
  };
}
