import type { ConnectionCommand } from './command-handler.js';

/** `releaseStream(name)`: an encoder gives up what it may have held before. Names are freed by themselves here. */
export const releaseStream: ConnectionCommand = (connection, { transactionId }) => {
  if (transactionId !== 0) connection.send.result(transactionId, undefined);
};
