import { AmfError } from '../amf/amf-error.js';
import type { AmfValue } from '../amf/value.js';
import { EncodedEvent } from './encoded-event.js';
import type { SharedObjectContent, VersionedValue } from './shared-object-store.js';

/** A property of a shared object. */
export interface Property extends VersionedValue {
  /** Says that the property has this value. */
  readonly change: EncodedEvent;
  /** Who set it; 0 for nobody who is known any more. */
  readonly writer: number;
  /** Bytes of its name and value in AMF0. */
  readonly size: number;
  /** The version in which it was deleted last, or may have been, before it was there again; 0 if never. */
  readonly deletedIn: number;
}

/** How much there may be. Infinity for no bound. */
export interface PropertyBounds {
  readonly maxProperties: number;
  readonly maxPropertySize: number;
  readonly maxSize: number;
}

/** Bytes of a change around the name and the value: type and length of the event, length of the name. */
const CHANGE_HEADER = 7;

/** The properties of a shared object, and what is known of those that were deleted. */
export class Properties {
  readonly #live = new Map<string, Property>();
  /** The versions in which properties were deleted, oldest first. */
  readonly #deleted = new Map<string, number>();
  #size = 0;
  /** Nothing is known of what was deleted in this version and before. */
  #forgotten = 0;

  get count(): number {
    return this.#live.size;
  }

  /** Bytes of all names and values. */
  get size(): number {
    return this.#size;
  }

  get(name: string): Property | undefined {
    return this.#live.get(name);
  }

  values(): IterableIterator<Property> {
    return this.#live.values();
  }

  names(): string[] {
    return [...this.#live.keys()];
  }

  /** The property as it is from now on; undefined, and nothing happens, if that would be out of bounds. */
  set(
    name: string,
    value: AmfValue,
    version: number,
    writer: number,
    { maxProperties, maxPropertySize, maxSize }: PropertyBounds,
  ): Property | undefined {
    const before = this.#live.get(name);
    if (before === undefined && this.#live.size >= maxProperties) return undefined;
    const change = changeOf(name, value, maxPropertySize);
    if (change === undefined) return undefined;
    const size = change.encodedAs('amf0').length - CHANGE_HEADER;
    const grown = this.#size + size - (before?.size ?? 0);
    if (size > maxPropertySize || grown > maxSize) return undefined;
    const deletedIn = before?.deletedIn ?? this.#deleted.get(name) ?? this.#forgotten;
    const property = { value, version, change, writer, size, deletedIn };
    this.#live.set(name, property);
    this.#deleted.delete(name);
    this.#size = grown;
    return property;
  }

  /** @param maxDeleted of how many the deletion is known, the oldest are forgotten first */
  delete(name: string, version: number, maxDeleted: number): void {
    const before = this.#live.get(name);
    if (before === undefined) return;
    this.#live.delete(name);
    this.#size -= before.size;
    this.#deleted.delete(name);
    this.#deleted.set(name, version);
    while (this.#deleted.size > maxDeleted) {
      const [oldest, deletedIn] = this.#deleted.entries().next().value!;
      this.#deleted.delete(oldest);
      this.#forgotten = Math.max(this.#forgotten, deletedIn);
    }
  }

  clear(version: number): void {
    this.#live.clear();
    this.#deleted.clear();
    this.#size = 0;
    this.#forgotten = version;
  }

  /** Forgets what was deleted before `version`. */
  purge(version: number): void {
    for (const [name, deletedIn] of this.#deleted) {
      if (deletedIn >= version) break;
      this.#deleted.delete(name);
      this.#forgotten = deletedIn;
    }
  }

  /** What changed after `version`, deleted first; undefined if that is not known. */
  since(version: number): EncodedEvent[] | undefined {
    if (version < this.#forgotten) return undefined;
    const events: EncodedEvent[] = [];
    for (const [name, deletedIn] of this.#deleted) {
      if (deletedIn > version) events.push(new EncodedEvent({ event: 'remove', names: [name] }));
    }
    for (const property of this.#live.values()) if (property.version > version) events.push(property.change);
    return events;
  }

  content(): Pick<SharedObjectContent, 'properties' | 'deleted'> {
    const properties = new Map<string, VersionedValue>();
    for (const [name, { value, version }] of this.#live) properties.set(name, { value, version });
    return { properties, deleted: new Map(this.#deleted) };
  }

  /** Takes what was stored, whatever the bounds are now. */
  restore({ properties, deleted, version }: Omit<SharedObjectContent, 'name'>): void {
    const unbounded = { maxProperties: Infinity, maxPropertySize: Infinity, maxSize: Infinity };
    for (const [name, { value, version: changedIn }] of properties) this.set(name, value, changedIn, 0, unbounded);
    for (const [name, deletedIn] of [...deleted].sort((a, b) => a[1] - b[1])) this.#deleted.set(name, deletedIn);
    // What the store kept of deletions ends somewhere: what is older than all of them is not known to be complete.
    this.#forgotten = this.#deleted.values().next().value ?? version;
  }
}

function changeOf(name: string, value: AmfValue, maxSize: number): EncodedEvent | undefined {
  try {
    return EncodedEvent.within(maxSize, { event: 'change', properties: [[name, value]] });
  } catch (error) {
    if (!(error instanceof AmfError)) throw error;
    return undefined;
  }
}
