import { effect, signal } from '@preact/signals';
import { remembered } from './remembered.js';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'afterglow.theme';
const THEMES: readonly string[] = ['system', 'light', 'dark'] satisfies Theme[];

/** Which colours this browser wants; the wish is kept. */
export const theme = signal<Theme>(asTheme(remembered.get(KEY)));

effect(() => {
  if (theme.value === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
  remembered.set(KEY, theme.value);
});

function asTheme(text: string | undefined): Theme {
  return THEMES.includes(text ?? '') ? (text as Theme) : 'system';
}
