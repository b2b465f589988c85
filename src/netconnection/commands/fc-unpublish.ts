import { AmfObject } from '../../amf/value.js';
import type { ConnectionCommand } from './command-handler.js';
import { nameArgument } from './name-argument.js';

/** `FCUnpublish(name)`: the encoder is about to stop. */
export const fcUnpublish: ConnectionCommand = (connection, { transactionId, args: [name] }) => {
  if (transactionId !== 0) connection.send.result(transactionId, undefined);
  const clientid = connection.client.id;
  connection.notify(
    'onFCUnpublish',
    AmfObject.of({ code: 'NetStream.Unpublish.Success', description: nameArgument(name), clientid }),
  );
};
