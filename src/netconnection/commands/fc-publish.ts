import { AmfObject } from '../../amf/value.js';
import type { ConnectionCommand } from './command-handler.js';
import { nameArgument } from './name-argument.js';

/** `FCPublish(name)`: FMLE announces what it is going to publish, and waits for `onFCPublish`. */
export const fcPublish: ConnectionCommand = (connection, { transactionId, args: [name] }) => {
  if (transactionId !== 0) connection.send.result(transactionId, undefined);
  const clientid = connection.client.id;
  connection.notify(
    'onFCPublish',
    AmfObject.of({ code: 'NetStream.Publish.Start', description: nameArgument(name), clientid }),
  );
};
