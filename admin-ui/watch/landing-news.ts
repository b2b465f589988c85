import { signal } from '@preact/signals';
import type { LandingFacts } from '../../src/web/landing-facts.js';

const PERIOD = 2000;

/** What the server says; undefined before its first answer. */
export const landingFacts = signal<LandingFacts | undefined>(undefined);
/** The server does not answer at present. */
export const isServerGone = signal(false);

/** Asks the server now and then, while somebody looks at the page. Answers what ends that. */
export function followLanding(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const ask = async (): Promise<void> => {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const response = await fetch('/landing.json');
      if (!response.ok) throw new Error(`${response.status}`);
      landingFacts.value = (await response.json()) as LandingFacts;
      isServerGone.value = false;
    } catch {
      isServerGone.value = true;
    }
    if (!isOver) timer = setTimeout(() => void ask(), PERIOD);
  };
  const look = (): void => void ask();
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    isOver = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
  };
}
