import type { Adaptor } from '../application/adaptor.js';
import type { MessageTransport } from '../netconnection/message-transport.js';
import type { NetConnection } from '../netconnection/net-connection.js';

/** By which a link came in, and what stands behind it. */
export interface LinkDoor {
  readonly adaptor: Adaptor;
  /** The server's side of a NetConnection over a transport that is open. */
  connectionOver(transport: MessageTransport): NetConnection;
}
