/**
 * Acknowledgements in both directions (RTMP 1.0, section 5.4.3). Sequence numbers count the bytes behind the
 * handshake, as Flash Player does, and wrap at 2^32.
 */
export class Acknowledgements {
  /** Bytes behind the handshake. */
  received = 0;
  sent = 0;
  /** What the peer last acknowledged of `sent`, modulo 2^32; undefined before its first acknowledgement. */
  peerAcknowledged: number | undefined;
  #window: number | undefined;
  #acknowledged = 0;

  /** The peer wants an acknowledgement at least every `size` bytes; 0 wants none. */
  setPeerWindow(size: number): void {
    this.#window = size === 0 ? undefined : size;
  }

  /** The sequence number to send, once half of the window was received since the last one. */
  due(): number | undefined {
    if (this.#window === undefined || (this.received - this.#acknowledged) * 2 < this.#window) return undefined;
    this.#acknowledged = this.received;
    return this.received >>> 0;
  }

  /** How many bytes were sent that the peer has not acknowledged; 0 for a peer that counts its handshake too. */
  get unacknowledged(): number {
    return Math.max(0, (this.sent - (this.peerAcknowledged ?? 0)) | 0);
  }
}
