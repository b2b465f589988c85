import type { CommandMessage } from '../../rtmp/message/command.js';
import { measureBandwidth } from '../bandwidth-check.js';
import type { Connection } from '../connection.js';
import { CallFailedError } from '../responders.js';
import { status } from '../status.js';
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

/** It runs beside everything else: the client's next messages, the answers among them, must not wait for it. */
function measure(connection: Connection, { name, transactionId }: CommandMessage, check: string, done: string): void {
  const options = connection.instance.clientOptions.bandwidthDetection;
  if (!options.enabled || connection.isMeasuringBandwidth) {
    const reason = options.enabled ? 'is running already' : 'is switched off';
    const info = status('NetConnection.Call.Failed', `${name}: bandwidth detection ${reason}.`);
    if (transactionId !== 0) connection.send.error(transactionId, info);
    return;
  }
  connection.isMeasuringBandwidth = true;
  if (transactionId !== 0) connection.send.result(transactionId, undefined);
  measureBandwidth((payload) => connection.call(check, payload), connection.environment.clock, options)
    .then(({ kilobitsPerSecond, kilobits, duration, latency }) => {
      connection.notify(done, kilobitsPerSecond, kilobits, duration, latency);
    })
    .catch((error: unknown) => {
      if (error instanceof CallFailedError) {
        connection.logger.debug('bandwidth detection ended early', { reason: error.message });
      } else {
        connection.logger.error('bandwidth detection failed', { error });
      }
    })
    .finally(() => {
      connection.isMeasuringBandwidth = false;
    });
}
