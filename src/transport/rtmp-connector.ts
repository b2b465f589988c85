import type { Logger } from '../log/logger.js';
import type { ByteStream } from '../net/byte-stream.js';
import type { DialTarget } from '../net/dial-target.js';
import type { Connector } from '../netconnection/client/connector.js';
import type { RtmpAddress } from '../netconnection/client/rtmp-address.js';
import { whyEnded } from '../netconnection/client/why-ended.js';
import type { MessageHandler, MessageTransport } from '../netconnection/message-transport.js';
import type { HandshakeCrypto } from '../rtmp/handshake/handshake-crypto.js';
import type { Clock } from '../time/clock.js';
import type { RtmpTransportOptions } from './rtmp-transport-options.js';
import { RtmpTransport } from './rtmp-transport.js';

/** Who makes the connections below RTMP: `net/dialer.ts`, or in a test what is in its place. */
export interface StreamDialer {
  dial(target: DialTarget, signal: AbortSignal): Promise<ByteStream>;
}

export interface RtmpConnectorMeans {
  readonly dialer: StreamDialer;
  readonly clock: Clock;
  readonly crypto: HandshakeCrypto;
  readonly options: RtmpTransportOptions;
  readonly logger: Logger;
}

/** Connections to other servers by RTMP over TCP, TLS and HTTP, encrypted or not. */
export class RtmpConnector implements Connector {
  constructor(private readonly means: RtmpConnectorMeans) {}

  async connect(
    address: RtmpAddress,
    open: (transport: MessageTransport) => MessageHandler,
    signal: AbortSignal,
  ): Promise<void> {
    const { dialer, logger } = this.means;
    const stream = await dialer.dial(address, signal);
    const streamLogger = logger.child({ server: address.host, port: address.port });
    return this.#shakeHands(stream, address, open, signal, streamLogger);
  }

  #shakeHands(
    stream: ByteStream,
    { secure, encrypted, tunnelled }: RtmpAddress,
    open: (transport: MessageTransport) => MessageHandler,
    signal: AbortSignal,
    logger: Logger,
  ): Promise<void> {
    const { clock, crypto, options } = this.means;
    return new Promise((resolve, reject) => {
      const abort = (): void => transport.close('closed-by-client');
      const settled = (): void => signal.removeEventListener('abort', abort);
      const environment = {
        ...{ clock, crypto, options },
        role: 'client' as const,
        encrypted: encrypted === true,
        open: (opened: MessageTransport): MessageHandler => {
          settled();
          resolve();
          return open(opened);
        },
        unopened: (reason: Parameters<typeof whyEnded>[0]): void => {
          settled();
          reject(new Error(whyEnded(reason)));
        },
      };
      const transport = new RtmpTransport(
        stream,
        `rtmp${tunnelled === true ? 't' : ''}${secure ? 's' : ''}`,
        environment,
        logger,
      );
      signal.addEventListener('abort', abort);
      transport.start();
      if (signal.aborted) abort();
    });
  }
}
