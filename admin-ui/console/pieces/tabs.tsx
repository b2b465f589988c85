import type { VNode } from 'preact';

interface Props {
  readonly label: string;
  readonly tabs: readonly (readonly [href: string, title: string])[];
  /** The fragment of the one that is shown. */
  readonly at: string;
}

/** Ways to the parts of a page. */
export function Tabs({ label, tabs, at }: Props): VNode {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(([href, title]) => (
        <a key={href} href={href} aria-current={href === at ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}
