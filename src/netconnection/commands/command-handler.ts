import type { CommandMessage } from '../../rtmp/message/command.js';
import type { Connection } from '../connection.js';
import type { NetStream } from '../net-stream.js';
import type { NetStreams } from '../net-streams.js';

/** What a command of the NetConnection works on. */
export interface CommandTarget extends Connection {
  readonly streams: NetStreams;
  /** Whether one of our calls of that transaction id has yet to be answered. */
  awaits(transactionId: number): boolean;
}

/** Handles a command of the NetConnection. While its promise is pending the client's next message waits. */
export type ConnectionCommand = (connection: CommandTarget, command: CommandMessage) => void | Promise<void>;

/** Handles a command that was sent on the message stream of `stream`. */
export type StreamCommand = (stream: NetStream, command: CommandMessage) => void | Promise<void>;
