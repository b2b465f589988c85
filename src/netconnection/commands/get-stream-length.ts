import type { ConnectionCommand } from './command-handler.js';

/** `getStreamLength(name)`: seconds of a recorded stream. A live stream has no length: 0. */
export const getStreamLength: ConnectionCommand = (connection, { transactionId }) => {
  if (transactionId !== 0) connection.send.result(transactionId, 0);
};
