import type { AmfValue } from '../amf/value.js';
import type { Adaptor } from '../application/adaptor.js';
import type { ApplicationInstance } from '../application/application-instance.js';
import type { Client, ClientConnection } from '../application/client.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import type { CommandSender } from './command-sender.js';
import type { EarlyWords } from './early-words.js';
import type { CloseReason, MessageTransport } from './message-transport.js';
import type { NetConnectionOptions } from './net-connection-options.js';
import type { OutgoingCap } from './outgoing-cap.js';
import type { ScriptCalls } from './script-calls.js';

/** What a NetConnection is made with. */
export interface NetConnectionEnvironment {
  readonly adaptor: Adaptor;
  readonly clock: Clock;
  readonly options: NetConnectionOptions;
  /** Makes the ids of clients. */
  readonly createId: () => string;
  /** The id of this server among those that it is connected with. */
  readonly serverId: string;
}

export type ConnectionState = 'awaiting-connect' | 'connecting' | 'connected' | 'closed';

/** A NetConnection as its streams and its commands see it. */
export interface Connection extends ClientConnection {
  readonly transport: MessageTransport;
  readonly environment: NetConnectionEnvironment;
  readonly send: CommandSender;
  logger: Logger;
  readonly state: ConnectionState;
  readonly isClosed: boolean;
  /** The client, once an instance was asked. */
  readonly client: Client;
  /** The instance that was asked, and it was accepted by. */
  readonly instance: ApplicationInstance;
  /** Bounds what it is sent; undefined if nothing does. */
  readonly outgoingCap: OutgoingCap | undefined;
  /** What is said to the client before it knows that it is in. */
  readonly early: EarlyWords;
  /** One measurement at a time. */
  isMeasuringBandwidth: boolean;
  /** The calls that a script has yet to answer. */
  readonly scriptCalls: ScriptCalls;
  /** `connect` came and is being decided. `overdue` is called if that takes too long. */
  connecting(overdue: () => void): void;
  /** `instance` is asked whether the client may come in. */
  arriving(client: Client, instance: ApplicationInstance): void;
  /** The client was accepted by the instance that was asked. */
  accept(): void;
  /** The client knows that it was accepted: what was said to it meanwhile goes out. */
  welcomed(): void;
  /** `_result` or `_error` came for one of our calls. */
  settle(transactionId: number, succeeded: boolean, value: AmfValue): void;
  close(reason: CloseReason): void;
  /** Resolves after so many milliseconds, in which nothing more is read; never, once the connection is gone. */
  rest(milliseconds: number): Promise<void>;
}
