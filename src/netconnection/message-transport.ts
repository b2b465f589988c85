import type { Traffic } from '../application/client.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { PeerHandshake } from '../rtmp/handshake/handshake.js';
import type { MessageStreamId, RtmpMessage } from '../rtmp/message.js';
import type { SharedMessage } from '../rtmp/shared-message.js';

/**
 * The talking door: whatever carries RTMP messages both ways. RTMP, RTMPS, RTMPT and RTMP inside
 * WebSocket differ only here; a NetConnection never learns which one carries it.
 */
export interface MessageTransport {
  /** What the handshake of RTMP told; undefined where there is none. */
  readonly handshake?: PeerHandshake | undefined;
  /** `rtmp`, `rtmpe`, `rtmps`, `rtmpt`, … as the access log and `disallowedProtocols` name it. */
  readonly protocol: string;
  readonly secure: boolean;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Bytes handed over and not yet taken by the network. */
  readonly queuedBytes: number;
  readonly traffic: Traffic;
  /** Milliseconds that the last ping took there and back; undefined before the first was answered. */
  readonly roundTrip: number | undefined;

  /** Queues a message; what is queued in one turn of the event loop leaves in one write. */
  send(message: RtmpMessage): void;
  /**
   * Sends media at once, behind what is queued, on the message stream `stream`.
   *
   * @param aggregated in aggregate messages (type 22), for who takes these. Default false.
   */
  sendMedia(batch: MediaBatch, stream: MessageStreamId, aggregated?: boolean): void;
  /** Sends at once, behind what is queued and in one write, messages that go to many. */
  sendShared(messages: readonly SharedMessage[]): void;
  /**
   * Calls `callback` once, when all that is queued now has been taken by the network, or will never be: then behind
   * {@link MessageHandler.closed}. Of a transport that is closed already it is not called.
   */
  whenDrained(callback: () => void): void;
  /** Announces how many bytes per second we mean to send and to receive. */
  announceBandwidth(serverToClient: number, clientToServer: number): void;
  /** The size of our chunks from now on. */
  setChunkSize(bytes: number): void;
  /** The client was accepted: the narrow limits for strangers end. */
  accepted(): void;
  /** Whether the other side is heard of within `timeout` milliseconds of a ping. */
  isAlive(timeout: number): Promise<boolean>;
  /** Sends what is queued, then closes. Calling it again does nothing. */
  close(reason: CloseReason): void;
}

/** Why a connection ended. */
export type CloseReason =
  | 'closed-by-client'
  | 'closed-by-server'
  | 'connection-lost'
  | 'handshake-timeout'
  | 'connect-timeout'
  | 'ping-timeout'
  | 'partial-message-timeout'
  | 'idle'
  | 'protocol-error'
  | 'rejected'
  | 'too-slow'
  | 'shutdown'
  | 'dismissed'
  | 'internal-error';

/** What a transport hands its messages to. */
export interface MessageHandler {
  /** A message came. While the answered promise is pending no further one is delivered. */
  receive(message: RtmpMessage): void | Promise<void>;
  /** The connection is gone; nothing more is delivered. */
  closed(reason: CloseReason): void;
}
