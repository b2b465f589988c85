import { Monitor, Moon, Sun } from 'lucide-preact';
import type { ComponentChildren, VNode } from 'preact';
import icon from '../parts/icon.svg';
import type { Theme } from '../parts/theme.js';
import { theme } from '../parts/theme.js';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const SIGNS = { system: Monitor, light: Sun, dark: Moon } as const;

/** The top of each page: the name of the server, what is at hand, and the colours. */
export function PageHeader({ children }: { readonly children?: ComponentChildren }): VNode {
  const Sign = SIGNS[theme.value];
  return (
    <header class="top">
      <a class="brand" href="/">
        <img src={icon} alt="" width="32" height="32" />
        Afterglow
      </a>
      {children}
      <button
        type="button"
        class="button quiet icon theme"
        title={`Colours: ${theme.value}`}
        onClick={() => (theme.value = NEXT[theme.value])}
      >
        <Sign aria-hidden="true" />
        <span class="unseen">Colours: {theme.value}</span>
      </button>
    </header>
  );
}
