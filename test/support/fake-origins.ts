import { AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import type { Origin } from '../../src/edge/origins.js';
import { Origins } from '../../src/edge/origins.js';
import type { Connector } from '../../src/netconnection/client/connector.js';
import type { CloseReason, MessageHandler, MessageTransport } from '../../src/netconnection/message-transport.js';
import { decodeCommand, encodeCommand } from '../../src/rtmp/message/command.js';
import type { CommandMessage } from '../../src/rtmp/message/command.js';
import { CONNECTION_STREAM, MessageType } from '../../src/rtmp/message.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import type { Clock } from '../../src/time/clock.js';

/** A server that is spoken to by RTMP, in the hands of a test. */
export class FakeOrigin implements Connector {
  /** Nobody answers. */
  isDown = false;
  /** Of each connection that was made, the newest last. */
  readonly visits: FakeVisit[] = [];

  connect(
    _address: unknown,
    open: (transport: MessageTransport) => MessageHandler,
    _signal: AbortSignal,
  ): Promise<void> {
    if (this.isDown) return Promise.reject(new Error('ECONNREFUSED'));
    const visit = new FakeVisit();
    this.visits.push(visit);
    visit.handler = open(visit.transport);
    return Promise.resolve();
  }

  get visit(): FakeVisit {
    return this.visits.at(-1)!;
  }
}

/** One connection of an edge to a {@link FakeOrigin}. */
export class FakeVisit {
  readonly heard: RtmpMessage[] = [];
  handler: MessageHandler | undefined;
  closedFor: CloseReason | undefined;
  readonly #waiters: (() => void)[] = [];

  readonly transport = {
    queuedBytes: 0,
    whenDrained: (callback: () => void) => void this.#waiters.push(callback),
    send: (message: RtmpMessage) => void this.heard.push(message),
    accepted: () => undefined,
    close: (reason: CloseReason) => {
      this.closedFor = reason;
      this.handler?.closed(reason);
    },
  } as unknown as MessageTransport;

  /** The commands that came. */
  get commands(): CommandMessage[] {
    return this.heard.filter(({ type }) => type === MessageType.commandAmf0).map((message) => decodeCommand(message));
  }

  /** So much waits to be sent to it. */
  set queuedBytes(bytes: number) {
    Object.assign(this.transport, { queuedBytes: bytes });
  }

  say(name: string, transactionId: number, ...args: AmfValue[]): void {
    const command = { name, transactionId, commandObject: null, args, encoding: 'amf0' } as const;
    void this.handler?.receive(encodeCommand(command, CONNECTION_STREAM));
  }

  letIn(): void {
    this.say('_result', 1, AmfObject.of({ code: 'NetConnection.Connect.Success' }));
  }

  refuse(fields: Readonly<Record<string, AmfValue>>): void {
    this.say('_error', 1, AmfObject.of({ code: 'NetConnection.Connect.Rejected', ...fields }));
  }

  /** The server is gone. */
  lose(): void {
    this.handler?.closed('connection-lost');
    for (const drained of this.#waiters.splice(0)) drained();
  }
}

/** A route to these servers. */
export function originsOf(clock: Clock, ...servers: readonly FakeOrigin[]): Origins {
  const all = servers.map((connector, index): Origin => {
    const target = { way: 'rtmp', secure: false, host: `origin${index + 1}`, port: 1935 } as const;
    return { way: 'rtmp', target, connector };
  });
  return new Origins(all, clock);
}
