import type { ReconnectRequest } from '../application/client.js';
import { CONNECTION_STREAM } from '../rtmp/message.js';
import type { Connection } from './connection.js';
import { status } from './status.js';

/** Asks a client to connect anew; false, and nothing is said, if it does not know such requests. */
export function requestReconnect(connection: Connection, { tcUrl, description }: ReconnectRequest): boolean {
  if (connection.state !== 'connected' || connection.client.facts.enhanced?.reconnect !== true) return false;
  const more = tcUrl === undefined ? {} : { tcUrl };
  const info = status('NetConnection.Connect.ReconnectRequest', description ?? 'Please connect anew.', more);
  connection.send.onStatus(CONNECTION_STREAM, info);
  return true;
}
