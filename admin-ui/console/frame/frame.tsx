import { useSignal } from '@preact/signals';
import { Menu } from 'lucide-preact';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { closeProblems } from '../state/notices.js';
import { hrefOf } from '../state/place-address.js';
import { goTo, place } from '../state/router.js';
import { loadSamples } from '../state/samples.js';
import { closeEvents, connected, openEvents } from '../state/server-events.js';
import { listenForShortcuts } from '../state/shortcuts.js';
import { pageOf } from '../pages/pages.js';
import { Confirm } from '../pieces/confirm.js';
import { Finder } from './finder.js';
import { KeyHelp } from './key-help.js';
import { Notices } from './notices.js';
import { Side } from './side.js';
import { openWays } from './ways.js';

/** The window of who is logged in. */
export function Frame(): VNode {
  const waysOpen = useSignal(false);
  const asked = useSignal<'finder' | 'keys' | undefined>(undefined);
  const main = useRef<HTMLElement>(null);
  const { page } = place.value;
  const Page = pageOf(page);

  useEffect(() => {
    openEvents([
      'sample',
      'refusal',
      'instance.loaded',
      'instance.unloaded',
      'stream.published',
      'stream.ended',
      'recording.started',
      'recording.ended',
      'configuration.changed',
    ]);
    void loadSamples().catch(() => undefined);
    return closeEvents;
  }, []);

  useEffect(() => {
    const stop = listenForShortcuts([
      ...openWays().map((way) => ({ keys: `g ${way.key}`, says: way.title, run: () => goTo(hrefOf(way.page)) })),
      { keys: '/', says: 'Search', run: () => main.current?.querySelector<HTMLElement>('[data-search]')?.focus() },
      { keys: '?', says: 'Keys', run: () => (asked.value = 'keys') },
    ]);
    const find = (event: KeyboardEvent): void => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      asked.value = 'finder';
    };
    addEventListener('keydown', find);
    return () => {
      stop();
      removeEventListener('keydown', find);
    };
  }, []);

  const arrived = useRef(false);
  useEffect(() => {
    waysOpen.value = false;
    closeProblems();
    document.title = `${main.current?.querySelector('h1')?.textContent ?? 'Console'} – Afterglow`;
    // Who goes to another page by keys hears its name.
    if (arrived.current) main.current?.querySelector<HTMLElement>('h1')?.focus();
    arrived.current = true;
  }, [page]);

  return (
    <div class={waysOpen.value ? 'frame ways-open' : 'frame'}>
      <a class="button primary skip" href="#main" onClick={skipTo(main)}>
        Skip to the page
      </a>
      <header class="top">
        <a class="brand" href={hrefOf('')}>
          <span class="brand-mark" aria-hidden="true" />
          Afterglow
        </a>
        <button
          type="button"
          class="button quiet icon"
          aria-expanded={waysOpen.value}
          aria-controls="ways"
          onClick={() => (waysOpen.value = !waysOpen.value)}
        >
          <Menu aria-hidden="true" />
          <span class="unseen">Pages</span>
        </button>
      </header>
      {waysOpen.value && (
        <button type="button" class="veil" onClick={() => (waysOpen.value = false)}>
          <span class="unseen">Close the list of pages</span>
        </button>
      )}
      <Side />
      <main ref={main} id="main" tabIndex={-1}>
        <Page key={page} />
      </main>
      {asked.value === 'finder' && <Finder onClose={() => (asked.value = undefined)} />}
      {asked.value === 'keys' && <KeyHelp onClose={() => (asked.value = undefined)} />}
      <Confirm />
      <Notices />
      <p class="unseen" role="status">
        {connected.value ? '' : 'Live values are not coming at present.'}
      </p>
    </div>
  );
}

function skipTo(main: { readonly current: HTMLElement | null }) {
  return (event: Event): void => {
    event.preventDefault();
    main.current?.focus();
  };
}
