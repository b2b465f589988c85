import type { AmfValue } from '../../amf/value.js';
import { parseStreamName } from '../../application/stream-name.js';
import type { Connection } from '../connection.js';
import type { ConnectionCommand } from './command-handler.js';

/**
 * `getStreamLength(name)`: seconds of a recorded stream; 0 for one that is live, cannot be read, is not there, or may not
 * be played by who asks. Where only an answer to play itself would tell, as of a webhook, it is 0 too.
 */
export const getStreamLength: ConnectionCommand = async (connection, { transactionId, args: [name] }) => {
  if (transactionId === 0) return;
  const seconds = await lengthOf(connection, name);
  if (!connection.isClosed) connection.send.result(transactionId, seconds);
};

async function lengthOf({ client, instance, logger }: Connection, text: AmfValue): Promise<number> {
  const name = typeof text === 'string' ? parseStreamName(text) : undefined;
  if (name === undefined || instance.isLive(name) || !instance.mayPlay(client, name)) return 0;
  try {
    const media = await instance.media.open(name, client);
    if (media === undefined) return 0;
    try {
      return (await media.source.duration()) / 1000;
    } finally {
      media.release();
    }
  } catch (error) {
    logger.debug('the length of media that cannot be read was asked for', { stream: name.name, error });
    return 0;
  }
}
