/** Bytes of a packet that are read at most, whatever the options say. */
export const MAX_PACKET_SIZE = 4 * 1024 * 1024;

/** How the gateway treats those who call it. */
export interface RemotingOptions {
  /** Bytes of one packet. */
  readonly maxSize: number;
  /** Calls in one packet. */
  readonly maxCalls: number;
  /** Milliseconds for everything that a packet asks for, the connect included. */
  readonly timeout: number;
}

export const defaultRemotingOptions: RemotingOptions = { maxSize: 256 * 1024, maxCalls: 100, timeout: 30_000 };
