import type { SharedObjectHeader } from '../rtmp/message/shared-object.js';
import type { EncodedEvent } from './encoded-event.js';
import { clear, useSuccess } from './fixed-events.js';
import type { ObjectUse } from './object-use.js';
import type { Properties } from './properties.js';
import { Update } from './update.js';

/** Tells clients that begin to use an object what it is. Those who are told everything share it. */
export class Welcome {
  /** Who has yet to be told, and the version that they had. */
  readonly #coming = new Map<ObjectUse, number>();
  #whole: Update | undefined;

  constructor(
    private readonly properties: Properties,
    /** What who had that version does not know; undefined if it is not known what that is. */
    private readonly since: (version: number) => EncodedEvent[] | undefined,
  ) {}

  /** Nobody is to be told. */
  get isDone(): boolean {
    return this.#coming.size === 0;
  }

  /** The versions with which those came who are told everything. */
  *strangeVersions(): Generator<number | undefined> {
    for (const { cameWith } of this.#coming.keys()) yield cameWith;
  }

  comes(use: ObjectUse, version: number): void {
    if (this.since(version) === undefined) use.cameWith = version;
    this.#coming.set(use, version);
  }

  leaves(use: ObjectUse): void {
    this.#coming.delete(use);
  }

  /** The properties are no longer what they were. */
  changed(): void {
    this.#whole = undefined;
  }

  /** Tells those who have come what the object is, or what of it they do not know. */
  greet(header: SharedObjectHeader, deliver: (use: ObjectUse, update: Update) => void): void {
    const coming = [...this.#coming];
    this.#coming.clear();
    for (const [use, version] of coming) {
      const changed = use.cameWith === undefined ? this.since(version) : undefined;
      if (changed === undefined) use.cameWith = version;
      deliver(use, changed === undefined ? this.#everything(header) : updateOf(header, [useSuccess, ...changed]));
    }
  }

  #everything(header: SharedObjectHeader): Update {
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
