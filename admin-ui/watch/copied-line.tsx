import type { VNode } from 'preact';
import { CopyButton } from '../parts/copy-button.js';

/** Something to be typed or pasted elsewhere, with a button that copies it. */
export function CopiedLine({
  of,
  text,
  what,
}: {
  readonly of: string;
  readonly text: string;
  readonly what?: string;
}): VNode {
  return (
    <div class="copied">
      <dt>{of}</dt>
      <dd>
        <code>{text}</code>
        <CopyButton text={text} of={what ?? of} />
      </dd>
    </div>
  );
}
