import { AmfObject } from '../../amf/value.js';
import type { ConnectionCommand } from './command-handler.js';
import { nameArgument } from './name-argument.js';

/** `FCUnsubscribe(name)`: the counterpart of FCSubscribe. */
export const fcUnsubscribe: ConnectionCommand = (connection, { transactionId, args: [name] }) => {
  if (transactionId !== 0) connection.send.result(transactionId, undefined);
  const clientid = connection.client.id;
  const info = { level: 'status', code: 'NetStream.Play.Stop', description: nameArgument(name), clientid };
  connection.notify('onFCUnsubscribe', AmfObject.of(info));
};
