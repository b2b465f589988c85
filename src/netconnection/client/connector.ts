import type { MessageHandler, MessageTransport } from '../message-transport.js';
import type { RtmpAddress } from './rtmp-address.js';

/** Opens connections to other servers. */
export interface Connector {
  /**
   * Resolves when the handshake is done, after `open` was given the transport. Rejects with an error whose message a
   * person is shown if that cannot be, or `signal` is aborted before.
   */
  connect(
    address: RtmpAddress,
    open: (transport: MessageTransport) => MessageHandler,
    signal: AbortSignal,
  ): Promise<void>;
}
