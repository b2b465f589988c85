import type { AmfValue } from '../../amf/value.js';
import { printable } from '../../application/safe-name.js';
import type { CommandMessage } from '../../rtmp/message/command.js';
import type { Connection } from '../connection.js';
import { status } from '../status.js';

/**
 * Answers a call with NetConnection.Call.Failed, if the client wants an answer.
 *
 * @param info what a script says besides, `application` of the information object
 */
export function callFailed(
  connection: Connection,
  { name, transactionId }: CommandMessage,
  description: string,
  info?: AmfValue,
): void {
  connection.logger.debug('call failed', { method: printable(name), description });
  if (transactionId === 0 || connection.isClosed) return;
  const more = info === undefined ? {} : { application: info };
  connection.send.error(transactionId, status('NetConnection.Call.Failed', description, more));
}
