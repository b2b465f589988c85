import type { EventName, ServerEvents } from './schema/events.js';

/** What one event is about; absent parts mean the whole server. */
export interface EventPlace {
  readonly adaptor?: string | undefined;
  readonly virtualHost?: string | undefined;
}

export type EventListener = <Name extends EventName>(
  name: Name,
  data: () => ServerEvents[Name],
  place: EventPlace,
) => void;

/** Tells all who listen what happens. What an event holds is worked out if somebody wants it. */
export class EventFeed {
  readonly #listeners = new Set<EventListener>();

  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  listen(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell<Name extends EventName>(name: Name, data: () => ServerEvents[Name], place: EventPlace = {}): void {
    for (const listener of this.#listeners) listener(name, data, place);
  }
}
