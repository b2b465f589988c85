import type { SharedObjectEvent } from '../rtmp/message/shared-object-event.js';
import type { Clock } from '../time/clock.js';
import { AskedWishes } from './asked-wishes.js';
import type { ObjectAuthority, Wish } from './object-authority.js';
import type { ProxiedSharedObject } from './proxied-shared-object.js';

/** The way to the instance that owns an object, on this server or on another. */
export interface OwnerLink {
  /** Nothing happens unless the connection stands. @param version the last one that was heard of, 0 for none */
  send(version: number, ...events: readonly SharedObjectEvent[]): void;
  /** The object is used no more. */
  leave(): void;
}

/** Hears what the owner says of the object. */
export interface OwnerListener {
  /** The owner can be spoken to: `use` is first. */
  connected(): void;
  receive(message: { readonly version: number; readonly events: readonly SharedObjectEvent[] }): void;
  closed(): void;
}

/** What may wait until the owner has said what the object is. */
const MAX_WAITING = 10_000;

/**
 * The instance that owns an object, as the instance sees it in which the object is used (`SharedObject.get` with a
 * NetConnection): a client of it that has the wishes of all users here, and the only one who changes the object here.
 * When the connection is lost the object stays as it is, and nobody can change it until there is another.
 */
export class ObjectOwner implements ObjectAuthority {
  readonly #asked = new AskedWishes();
  /** To be asked at the end of the turn, with the version that was known. */
  #waiting: { readonly wish: Wish; readonly version: number }[] = [];
  #link: OwnerLink | undefined;
  #version = 0;
  #isConnected = false;
  /** The owner has said what the object is. */
  #isKnown = false;
  #isPlanned = false;

  constructor(private readonly clock: Clock) {}

  /** Uses the object by a connection, unless there is one. Throws what `open` throws. */
  connect(object: ProxiedSharedObject, open: (listener: OwnerListener) => OwnerLink): void {
    if (this.#link !== undefined) return;
    const link = open({
      connected: () => {
        this.#isConnected = true;
        this.#link?.send(0, { event: 'use' });
      },
      receive: ({ version, events }) => this.#receive(object, version, events),
      closed: () => this.#closed(object),
    });
    this.#link = link;
    // It may have been there when it was asked for.
    if (this.#isConnected) link.send(0, { event: 'use' });
  }

  /** Nobody here uses the object any more. */
  leave(): void {
    this.#link?.leave();
    this.#link = undefined;
  }

  ask(wish: Wish): boolean {
    if (this.#link === undefined || this.#waiting.length >= MAX_WAITING) return false;
    this.#waiting.push({ wish, version: this.#version });
    this.#plan();
    return true;
  }

  #plan(): void {
    if (this.#isPlanned || !this.#isKnown || this.#waiting.length === 0) return;
    this.#isPlanned = true;
    this.clock.endOfTurn(() => {
      this.#isPlanned = false;
      if (this.#isKnown) this.#send();
    });
  }

  /** What was wanted by who knew the same goes together. */
  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    let events: SharedObjectEvent[] = [];
    for (const [at, { wish, version }] of waiting.entries()) {
      const { event } = wish;
      events.push(event);
      if (event.event === 'requestChange')
        for (const [name, value] of event.properties) this.#asked.add(name, value, wish);
      if (event.event === 'requestRemove') for (const name of event.names) this.#asked.add(name, undefined, wish);
      if (waiting[at + 1]?.version === version) continue;
      this.#link?.send(version, ...events);
      events = [];
    }
  }

  #receive(object: ProxiedSharedObject, version: number, events: readonly SharedObjectEvent[]): void {
    this.#version = version;
    /** What the owner says again behind `success`, it does not say to somebody else. */
    let confirmed: string | undefined;
    for (const event of events) {
      const before = confirmed;
      confirmed = undefined;
      switch (event.event) {
        case 'useSuccess':
          this.#isKnown = true;
          // Who wanted something before knew that he did not know.
          this.#waiting = this.#waiting.map(({ wish }) => ({ wish, version }));
          break;
        case 'change':
          for (const [name, value] of event.properties) {
            const rejected = name === before ? undefined : this.#asked.changed(name);
            object.decide(name, value, rejected && { rejected });
          }
          break;
        case 'success':
          for (const name of event.names) this.#granted(object, name);
          confirmed = event.names.at(-1);
          break;
        case 'remove':
          for (const name of event.names) {
            const granted = this.#asked.removed(name);
            object.decide(name, null, granted && { granted });
          }
          break;
        case 'clear':
          object.cleared();
          break;
        case 'sendMessage':
          object.sent(event);
          break;
        case 'status':
          for (const wish of this.#asked.refused()) object.deny(wish);
          object.status(event);
          break;
        default:
      }
    }
    this.#plan();
  }

  #granted(object: ProxiedSharedObject, name: string): void {
    const { wish, value } = this.#asked.granted(name);
    if (value === undefined) return;
    object.decide(name, value, wish && { granted: wish });
  }

  #closed(object: ProxiedSharedObject): void {
    this.#link = undefined;
    this.#isConnected = this.#isKnown = false;
    this.#version = 0;
    const waiting = this.#waiting.map(({ wish }) => wish);
    this.#waiting = [];
    for (const wish of [...this.#asked.abandon(), ...waiting]) object.deny(wish);
  }
}
