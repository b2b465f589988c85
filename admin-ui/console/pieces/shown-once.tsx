import type { VNode } from 'preact';
import { CopyButton } from '../../parts/copy-button.js';
import { Dialog } from './dialog.js';

interface Props {
  readonly title: string;
  /** What it is: `the key`. */
  readonly what: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** A secret that was just made, and that nobody can look up later. */
export function ShownOnce({ title, what, secret, onClose }: Props): VNode {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>Copy {what} now: it is shown this once, and the server keeps only what it is checked with.</p>
      <p class="once">
        <code>{secret}</code>
        <CopyButton text={secret} of={what} />
      </p>
      <footer>
        <button type="button" class="button primary" onClick={onClose}>
          I have copied it
        </button>
      </footer>
    </Dialog>
  );
}
