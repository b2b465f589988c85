import { X } from 'lucide-preact';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  readonly title: string;
  /** The fragment of the list without the panel. */
  readonly back: string;
  readonly children: ComponentChildren;
}

/** What is open beside a list; the whole window on a phone. Escape closes it. */
export function SidePanel({ title, back, children }: Props): VNode {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const element = panel.current!;
    return () => {
      // Who was in the panel is where they were before it.
      if (before instanceof HTMLElement && element.contains(document.activeElement)) before.focus();
    };
  }, []);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) location.hash = back;
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [back]);
  return (
    <aside ref={panel} class="side-panel" aria-label={title}>
      <header>
        <h2 title={title}>{title}</h2>
        <a class="button quiet icon" href={back} title="Close (Esc)">
          <X aria-hidden="true" />
          <span class="unseen">Close</span>
        </a>
      </header>
      <div class="side-body">{children}</div>
    </aside>
  );
}
