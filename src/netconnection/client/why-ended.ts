import type { CloseReason } from '../message-transport.js';

/** Why a connection to another server ended, for a person. */
export function whyEnded(reason: CloseReason): string {
  switch (reason) {
    case 'closed-by-client':
    case 'shutdown':
      return 'The connection was closed.';
    case 'closed-by-server':
      return 'The server closed the connection.';
    case 'rejected':
      return 'The server refused the connection.';
    case 'handshake-timeout':
      return 'The server does not answer the handshake: does it speak RTMP?';
    case 'connect-timeout':
      return 'The server did not answer in time.';
    case 'ping-timeout':
      return 'The server does not answer any more.';
    case 'partial-message-timeout':
      return 'The server began a message and did not end it.';
    case 'protocol-error':
      return 'The server breaks the protocol.';
    case 'too-slow':
      return 'The server takes what it is sent too slowly.';
    default:
      return 'The connection broke.';
  }
}
