import type { CommandMessage } from '../../rtmp/message/command.js';
import { checkClientBandwidth } from '../client-bandwidth.js';
import type { Connection } from '../connection.js';
import { callFailed } from './call-failed.js';
import type { ConnectionCommand } from './command-handler.js';

/**
 * `checkBandwidth`: FMS's native detection. The client's `onBWCheck` is called with growing payloads,
 * then its `onBWDone(kilobits per second, kilobits, milliseconds, latency)`.
 */
export const checkBandwidth: ConnectionCommand = (connection, command) => {
  measure(connection, command, 'onBWCheck', 'onBWDone');
};

/** `_checkbw`: the same as players built on librtmp ask for it, answered by `_onbwcheck` and `_onbwdone`. */
export const checkBandwidthForClient: ConnectionCommand = (connection, command) => {
  measure(connection, command, '_onbwcheck', '_onbwdone');
};

function measure(connection: Connection, command: CommandMessage, check: string, done: string): void {
  const { name, transactionId } = command;
  const objection = checkClientBandwidth(connection, check, done, () => {
    if (transactionId !== 0) connection.send.result(transactionId, undefined);
  });
  if (objection !== undefined) callFailed(connection, command, `${name}: bandwidth detection ${objection}.`);
}
