import type { LivePlay } from '../application/client.js';
import type { Refusal } from '../application/refusal.js';

/** What a client of FLV does: it plays, or it publishes. */
export interface FlvUse {
  /** When media last passed (milliseconds, monotonic); 0 if never. */
  readonly activeAt: number;
  /** What it plays; undefined for who publishes. */
  readonly livePlay: LivePlay | undefined;
  /** Asks the instance, and begins; or why not. */
  begin(): Promise<Refusal | undefined>;
  /** Bytes from the client. */
  received(bytes: Uint8Array): void;
  /** The client has sent all that it wanted to. */
  finished(): void;
  /** Does no more; the client is gone, or about to be. Calling it again does nothing. */
  end(): void;
}
