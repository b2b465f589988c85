import type { ConnectionCommand } from './command-handler.js';
import { status } from '../status.js';

/** `createStream`: answers the id of a new message stream, from 1. */
export const createStream: ConnectionCommand = (connection, { transactionId }) => {
  const { maxNetStreams } = connection.instance.clientOptions;
  const stream = connection.streams.create(maxNetStreams);
  if (stream !== undefined) return connection.send.result(transactionId, stream.id);
  connection.logger.warn('refused: too many NetStreams', {
    rule: 'client.maxStreams or vhost.resourceLimits.maxStreams',
    limit: maxNetStreams,
  });
  const description = 'There are as many streams as there may be.';
  connection.send.error(transactionId, status('NetConnection.Call.Failed', description));
};
