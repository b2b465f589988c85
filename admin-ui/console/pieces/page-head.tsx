import type { ComponentChildren, VNode } from 'preact';

/** The head of a page: what it is, and what can be done on it. */
export function PageHead({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}): VNode {
  return (
    <header class="page-head">
      <h1 tabIndex={-1}>{title}</h1>
      <div class="page-tools">{children}</div>
    </header>
  );
}
