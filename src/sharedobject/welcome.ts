import type { SharedObjectHeader } from '../rtmp/message/shared-object.js';
import type { EncodedEvent } from './encoded-event.js';
import { clear, useSuccess } from './fixed-events.js';
import type { Properties } from './properties.js';
import { Update } from './update.js';

/** What a client is told that begins to use an object. Those who are told everything share it. */
export class Welcome {
  #whole: Update | undefined;

  constructor(private readonly properties: Properties) {}

  /** The properties are no longer what they were. */
  changed(): void {
    this.#whole = undefined;
  }

  /** @param changed all that the client does not know; undefined: it is told everything */
  of(header: SharedObjectHeader, changed: readonly EncodedEvent[] | undefined): Update {
    if (changed !== undefined) return updateOf(header, [useSuccess, ...changed]);
    if (this.#whole?.header.version === header.version) return this.#whole;
    const changes = [...this.properties.values()].map(({ change }) => change);
    return (this.#whole = updateOf(header, [useSuccess, clear, ...changes]));
  }
}

function updateOf(header: SharedObjectHeader, events: readonly EncodedEvent[]): Update {
  return new Update(
    header,
    events.map((event) => ({ event })),
  );
}
