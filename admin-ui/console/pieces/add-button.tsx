import { Plus } from 'lucide-preact';
import type { ComponentChildren, VNode } from 'preact';

interface Props {
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

/** Opens a dialog that makes one more of what is listed. */
export function AddButton({ onClick, children }: Props): VNode {
  return (
    <button type="button" class="button" onClick={onClick}>
      <Plus aria-hidden="true" />
      {children}
    </button>
  );
}
