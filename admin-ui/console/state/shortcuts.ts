/** Keys that work anywhere in the console, except while one types. */
export interface Shortcut {
  /** As it is pressed: `?`, `/`, or `g o` for two keys, one after the other. */
  readonly keys: string;
  readonly says: string;
  run(): void;
}

/** Milliseconds within which the second key of two has to come. */
const PATIENCE = 1200;

/** Listens for `shortcuts` until the function that is returned is called. */
export function listenForShortcuts(shortcuts: readonly Shortcut[]): () => void {
  let first = '';
  let firstAt = 0;
  const pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]') !== null) return;
    const both = event.timeStamp - firstAt < PATIENCE ? `${first} ${event.key}` : event.key;
    const hit = shortcuts.find(({ keys }) => keys === both) ?? shortcuts.find(({ keys }) => keys === event.key);
    first = event.key;
    firstAt = event.timeStamp;
    if (hit === undefined) return;
    event.preventDefault();
    first = '';
    hit.run();
  };
  addEventListener('keydown', pressed);
  return () => removeEventListener('keydown', pressed);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
