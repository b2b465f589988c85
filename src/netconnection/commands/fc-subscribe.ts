import { AmfObject } from '../../amf/value.js';
import type { ConnectionCommand } from './command-handler.js';
import { nameArgument } from './name-argument.js';

/**
 * `FCSubscribe(name)`: players of content delivery networks ask for the stream before they play it. A
 * stream that is not yet published may be played here too, so the answer is always that it starts.
 */
export const fcSubscribe: ConnectionCommand = (connection, { transactionId, args: [name] }) => {
  if (transactionId !== 0) connection.send.result(transactionId, undefined);
  const clientid = connection.client.id;
  const info = { level: 'status', code: 'NetStream.Play.Start', description: nameArgument(name), clientid };
  connection.notify('onFCSubscribe', AmfObject.of(info));
};
