import { RtmpConnection } from '../../src/rtmp/connection.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { decodeData } from '../../src/rtmp/message/data.js';
import { decodeUserControl } from '../../src/rtmp/message/user-control.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import { nodeHandshakeCrypto } from './node-handshake-crypto.js';
import { readAll } from './rtmp-ends.js';

/** A connection that has taken in one direction of a recorded conversation, and all that it gave. */
export function hear(
  bytes: readonly Uint8Array[],
  role: 'server' | 'client',
): { connection: RtmpConnection; messages: RtmpMessage[] } {
  const connection = new RtmpConnection({ role, crypto: nodeHandshakeCrypto });
  connection.connected = true;
  return { connection, messages: readAll(connection, bytes) };
}

/** Commands and data by name, user control by event: what was said apart from media. */
export function said(messages: readonly RtmpMessage[]): string[] {
  return messages.flatMap((message) => {
    if (message.type === 20 || message.type === 17) {
      const { name, transactionId } = decodeCommand(message);
      return [`${name}(${transactionId})`];
    }
    if (message.type === 18 || message.type === 15) return decodeData(message).values.slice(0, 1) as string[];
    return message.type === 4 ? [decodeUserControl(message).event] : [];
  });
}
