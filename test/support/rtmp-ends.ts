import { concat } from '../../src/bytes/concat.js';
import { RtmpConnection } from '../../src/rtmp/connection.js';
import { messageStreamId } from '../../src/rtmp/message.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import { RtmpError } from '../../src/rtmp/rtmp-error.js';
import type { RtmpOptions } from '../../src/rtmp/rtmp-options.js';
import { nodeHandshakeCrypto } from './node-handshake-crypto.js';

/** C0, C1 and C2, or S0, S1 and S2, of a peer that knows the plain handshake only. */
export const plainHandshake = concat([Uint8Array.of(3), new Uint8Array(2 * 1536)]);

/** A connection whose plain handshake is over and whose peer has been accepted; nothing waits in its output. */
export function openConnection(
  options: Partial<RtmpOptions> = {},
  role: 'server' | 'client' = 'server',
): RtmpConnection {
  const connection = new RtmpConnection({ role, crypto: nodeHandshakeCrypto, options });
  connection.receive(plainHandshake, 0);
  connection.read();
  connection.takeOutput();
  connection.connected = true;
  return connection;
}

/** All messages that `connection` has when it is given `pieces` one after the other. */
export function readAll(connection: RtmpConnection, pieces: readonly Uint8Array[], now = 0): RtmpMessage[] {
  const messages: RtmpMessage[] = [];
  for (const piece of pieces) {
    connection.receive(piece, now);
    for (let message = connection.read(); message !== undefined; message = connection.read()) messages.push(message);
  }
  return messages;
}

/** The code of the RtmpError that `run` throws; anything else that it throws, or nothing, is a failure. */
export function rtmpErrorCode(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof RtmpError) return error.code;
    throw error;
  }
  throw new Error('no RtmpError was thrown');
}

/** Everything that waits to be sent, as one array. */
export function sent(connection: RtmpConnection): Uint8Array {
  return concat(connection.takeOutput());
}

/** `size` bytes that differ from their neighbours, so that a lost or doubled one shows. */
export function pattern(size: number, start = 0): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (start + i * 7 + (i >> 8)) & 0xff);
}

/** An RtmpMessage as a test writes it down. */
export interface MessageShape {
  readonly type: number;
  readonly timestamp: number;
  readonly messageStreamId: number;
  readonly payload: Uint8Array;
}

export function toMessage(shape: MessageShape): RtmpMessage {
  return { ...shape, messageStreamId: messageStreamId(shape.messageStreamId) };
}

/** A message as one line, payload and all: for comparisons of so many bytes that `toEqual` would take seconds. */
export function line({ type, timestamp, messageStreamId, payload }: MessageShape): string {
  return `${type} at ${timestamp} on ${messageStreamId}: ${Buffer.from(payload).toString('base64')}`;
}
