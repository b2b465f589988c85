import { computed, signal } from '@preact/signals';
import { parsePlace } from './place-address.js';

const hash = signal(location.hash);
addEventListener('hashchange', () => (hash.value = location.hash));

export const place = computed(() => parsePlace(hash.value));

/** Goes there; `replace` leaves no step for the browser's way back. */
export function goTo(href: string, { replace = false } = {}): void {
  if (replace) {
    history.replaceState(null, '', href);
    hash.value = location.hash;
  } else {
    location.hash = href;
  }
}
