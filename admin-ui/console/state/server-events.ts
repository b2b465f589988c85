import { signal } from '@preact/signals';
import type { EventName, ServerEvents } from '../../../src/admin/api/schema/index.js';
import { addressOf } from './api.js';

type Listener<Name extends EventName> = (event: ServerEvents[Name]) => void;

const listeners = new Map<EventName, Set<Listener<never>>>();
let source: EventSource | undefined;

/** Whether events come at present. */
export const connected = signal(false);

/** Calls `listener` for each event of a name, until the function that is returned is called. */
export function onEvent<Name extends EventName>(name: Name, listener: Listener<Name>): () => void {
  const all = listeners.get(name) ?? new Set();
  listeners.set(name, all);
  all.add(listener);
  return () => all.delete(listener);
}

/** Opens the feed; the browser opens it again by itself when it breaks. */
export function openEvents(names: readonly EventName[]): void {
  closeEvents();
  source = new EventSource(addressOf(['events'], { types: names.join(',') }));
  source.onopen = () => (connected.value = true);
  source.onerror = () => (connected.value = false);
  for (const name of names) {
    source.addEventListener(name, (event: MessageEvent<string>) => {
      const value = JSON.parse(event.data) as never;
      for (const listener of listeners.get(name) ?? []) listener(value);
    });
  }
}

export function closeEvents(): void {
  source?.close();
  source = undefined;
  connected.value = false;
}
