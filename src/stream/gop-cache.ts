import { classify } from '../media/classify.js';
import type { MediaKind, MediaMessage } from '../media/media-message.js';
import { timestampDelta } from '../time/timestamp.js';

export interface GopCacheLimits {
  readonly enabled: boolean;
  /** Milliseconds from the key frame to the newest message; 0 for no bound. */
  readonly maxTime: number;
  /** Bytes of payload. */
  readonly maxSize: number;
}

/**
 * The messages since the newest key frame, so that a player that joins sees a picture at once.
 *
 * The rule: the cache begins with a key frame or is empty. A GOP that outgrows a limit is given up
 * whole, because a part of it could not be decoded; players then wait for the next key frame. So is
 * one in the middle of which the codec configuration changes.
 */
export class GopCache {
  #messages: MediaMessage[] = [];
  #bytes = 0;

  constructor(readonly limits: GopCacheLimits) {}

  get messages(): readonly MediaMessage[] {
    return this.#messages;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(message: MediaMessage, isKeyFrame: boolean): void {
    if (!this.limits.enabled) return;
    if (isKeyFrame) this.clear();
    else if (this.#messages.length === 0) return;
    this.#messages.push(message);
    this.#bytes += message.payload.length;
    if (this.#outgrown(message.timestamp)) this.clear();
  }

  /** Whether it has frames of that kind, which the codec configuration of that kind goes with. */
  holdsFrames(kind: MediaKind): boolean {
    return this.#messages.some((message) => message.kind === kind && !classify(message).isConfiguration);
  }

  clear(): void {
    this.#messages = [];
    this.#bytes = 0;
  }

  #outgrown(newest: number): boolean {
    const { maxTime, maxSize } = this.limits;
    if (this.#bytes > maxSize) return true;
    return maxTime > 0 && timestampDelta(newest, this.#messages[0]!.timestamp) > maxTime;
  }
}
