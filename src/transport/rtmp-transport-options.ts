import type { CloseReason, MessageHandler, MessageTransport } from '../netconnection/message-transport.js';
import type { HandshakeCrypto } from '../rtmp/handshake/handshake-crypto.js';
import type { RtmpOptions } from '../rtmp/rtmp-options.js';
import type { Clock } from '../time/clock.js';

export interface RtmpTransportOptions {
  readonly rtmp: Partial<RtmpOptions>;
  /** Milliseconds from the first to the last byte of the handshake, whatever comes in between. */
  readonly handshakeTimeout: number;
  /** Milliseconds that a message may take from its first to its last byte. */
  readonly partialMessageTimeout: number;
  /** Milliseconds between two pings. */
  readonly pingPeriod: number;
  /** Milliseconds in which something must be heard after a ping. */
  readonly pingTimeout: number;
}

export interface RtmpTransportEnvironment {
  readonly clock: Clock;
  readonly crypto: HandshakeCrypto;
  readonly options: RtmpTransportOptions;
  /** When the connection came, by the clock: the handshake must be done in time from there. Default now. */
  readonly since?: number;
  /** Server role: asked before each key exchange of RTMPE; without it, who wants RTMPE is refused. */
  readonly admitsEncrypted?: (() => boolean) | undefined;
  /** Client role: RTMPE. Default false. */
  readonly encrypted?: boolean;
  /** Makes what the messages go to, when the handshake is done. */
  readonly open: (transport: MessageTransport) => MessageHandler;
  /** Which end this is; default `server`. */
  readonly role?: 'server' | 'client';
  /** Told instead of the handler if the connection ends before {@link open}. */
  readonly unopened?: (reason: CloseReason) => void;
}
