import type { SharedObjectEvent } from '../../src/rtmp/message/shared-object-event.js';
import type { ObjectUse } from '../../src/sharedobject/object-use.js';
import type { OwnerLink, OwnerListener } from '../../src/sharedobject/object-owner.js';
import type { SharedObject } from '../../src/sharedobject/shared-object.js';

/** The connection by which another instance uses an object, with what is on its way in both directions. */
export class ObjectLink implements OwnerLink {
  readonly #there: (() => void)[] = [];
  readonly #back: (() => void)[] = [];
  #listener: OwnerListener | undefined;
  #use: ObjectUse | undefined;
  #isUp = false;
  /** What the other instance has said, by the names of the events. */
  readonly said: string[] = [];
  mayWrite = true;

  constructor(private readonly object: SharedObject) {}

  readonly open = (listener: OwnerListener): OwnerLink => {
    this.#listener = listener;
    if (this.#isUp) listener.connected();
    return this;
  };

  up(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.#listener?.connected();
  }

  /** What was on its way is lost. */
  down(): void {
    this.#leave();
    this.#there.length = this.#back.length = 0;
    this.#isUp = false;
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.closed();
  }

  send(version: number, ...events: readonly SharedObjectEvent[]): void {
    if (!this.#isUp) return;
    this.#there.push(() => this.#take(version, events));
  }

  leave(): void {
    this.said.push('leave');
    this.#listener = undefined;
    this.#leave();
  }

  /** So many messages arrive at the owner. */
  arrive(count = Infinity): void {
    for (const task of this.#there.splice(0, count)) task();
  }

  /** So many messages of the owner are heard. */
  hear(count = Infinity): void {
    for (const task of this.#back.splice(0, count)) task();
  }

  #take(version: number, events: readonly SharedObjectEvent[]): void {
    this.said.push(...events.map(({ event }) => event));
    if (events[0]?.event === 'use') {
      this.#use = this.object.join(
        {
          receive: ({ header, news }) => {
            const told = news.map(({ event }) => event.event);
            this.#back.push(() => this.#listener?.receive({ version: header.version, events: told }));
          },
        },
        version,
      );
    } else if (this.#use !== undefined) {
      void this.object.request(this.#use, { version, events, mayWrite: this.mayWrite });
    }
  }

  #leave(): void {
    if (this.#use !== undefined) this.object.leave(this.#use);
    this.#use = undefined;
  }
}
