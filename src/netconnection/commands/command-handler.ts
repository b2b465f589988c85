import type { CommandMessage } from '../../rtmp/message/command.js';
import type { NetConnection } from '../net-connection.js';
import type { NetStream } from '../net-stream.js';

/** Handles a command of the NetConnection. While its promise is pending the client's next message waits. */
export type ConnectionCommand = (connection: NetConnection, command: CommandMessage) => void | Promise<void>;

/** Handles a command that was sent on the message stream of `stream`. */
export type StreamCommand = (stream: NetStream, command: CommandMessage) => void | Promise<void>;
