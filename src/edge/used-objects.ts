import { decodeSharedObject, encodeSharedObject } from '../rtmp/message/shared-object.js';
import type { SharedObjectMessage } from '../rtmp/message/shared-object.js';
import type { RtmpMessage } from '../rtmp/message.js';

/** Bytes of changes that are kept while there is no origin; a client that makes more is disconnected. */
const MAX_HELD = 256 * 1024;

/** Objects of which it is remembered that they are used: more than an origin lets one client use. */
const MAX_USED = 10_000;

/** The shared objects that a client uses at its origin, and what it does to them while there is none. */
export class UsedObjects {
  readonly #used = new Map<string, SharedObjectMessage>();
  #held: RtmpMessage[] = [];
  #heldBytes = 0;

  /** The client says something of an object. */
  sent(message: RtmpMessage): void {
    const object = decodeSharedObject(message);
    const key = `${object.persistent ? 'p' : 't'}${object.name}`;
    for (const { event } of object.events) {
      if (event === 'use' && this.#used.size <= MAX_USED)
        this.#used.set(key, { ...object, events: [{ event: 'use' }] });
      else if (event === 'release') this.#used.delete(key);
    }
  }

  /** The same, while there is no origin; false if it is more than can be kept. */
  hold(message: RtmpMessage): boolean {
    const before = this.#used.size;
    this.sent(message);
    // A new use is said again anyway, a release has nothing to release.
    if (this.#used.size !== before) return this.#used.size <= MAX_USED;
    this.#heldBytes += message.payload.length;
    this.#held.push(message);
    return this.#heldBytes <= MAX_HELD;
  }

  /** What a new origin is to be told. */
  resume(): RtmpMessage[] {
    const uses = [...this.#used.values()].map((use) => encodeSharedObject({ ...use, version: 0 }));
    const said = [...uses, ...this.#held];
    this.#held = [];
    this.#heldBytes = 0;
    return said;
  }
}
