import type { VNode } from 'preact';
import { Dialog } from '../pieces/dialog.js';
import { openWays } from './ways.js';

/** Which keys do what. */
export function KeyHelp({ onClose }: { readonly onClose: () => void }): VNode {
  const keys: readonly (readonly [keys: string, says: string])[] = [
    ['Ctrl K', 'Go to a page, an instance, a stream or a client'],
    ['/', 'Search the list'],
    ['↑ ↓', 'Walk through the list'],
    ['Enter', 'Open the row'],
    ['Esc', 'Close what is open'],
    ['?', 'This list'],
    ...openWays().map(({ key, title }) => [`g ${key}`, title] as const),
  ];
  return (
    <Dialog title="Keys" onClose={onClose} wide>
      <div class="keys">
        {keys.map(([pressed, says]) => (
          <div key={pressed}>
            <span>{says}</span>
            <kbd>{pressed}</kbd>
          </div>
        ))}
      </div>
    </Dialog>
  );
}
