import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Client, Instance, Page, Stream } from '../../../src/admin/api/schema/index.js';
import { get } from '../state/api.js';
import { clientHref, instanceHref, streamHref, whereOf } from '../state/places.js';
import { hrefOf } from '../state/place-address.js';
import { goTo } from '../state/router.js';
import { Dialog } from '../pieces/dialog.js';
import { openWays } from './ways.js';

interface Find {
  readonly href: string;
  readonly title: string;
  readonly kind: string;
}

const LIMIT = 8;

/** One field to go anywhere from. */
export function Finder({ onClose }: { readonly onClose: () => void }): VNode {
  const text = useSignal('');
  const found = useSignal<readonly Find[]>([]);
  const active = useSignal(0);
  const wanted = text.value.trim().toLowerCase();
  const pages = openWays()
    .filter(({ title }) => title.toLowerCase().includes(wanted))
    .map(({ page, title }) => ({ href: hrefOf(page), title, kind: 'page' }));
  const finds = [...pages, ...(wanted === '' ? [] : found.value)];

  useEffect(() => {
    active.value = 0;
    if (wanted === '') return;
    const question = new AbortController();
    const timer = setTimeout(() => {
      void findAll(wanted, question.signal).then(
        (all) => (found.value = all),
        () => undefined,
      );
    }, 120);
    return () => {
      clearTimeout(timer);
      question.abort();
    };
  }, [wanted]);

  useEffect(
    () => document.getElementById(`find-${active.value}`)?.scrollIntoView({ block: 'nearest' }),
    [active.value],
  );

  const go = (find: Find | undefined): void => {
    if (find === undefined) return;
    onClose();
    goTo(find.href);
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      active.value = Math.min(Math.max(active.value + step, 0), finds.length - 1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(finds[active.value]);
    }
  };
  return (
    <Dialog title="Go to" onClose={onClose}>
      <div class="finder">
        <input
          class="input"
          autofocus
          role="combobox"
          aria-label="A page, an instance, a stream or a client"
          placeholder="A page, an instance, a stream or a client"
          aria-expanded={finds.length > 0}
          aria-controls="finds"
          aria-activedescendant={finds.length === 0 ? undefined : `find-${active.value}`}
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={press}
        />
        <ul id="finds" role="listbox" aria-label="What was found">
          {finds.map((find, index) => (
            <li
              key={find.href}
              id={`find-${index}`}
              role="option"
              aria-selected={index === active.value}
              onClick={() => go(find)}
              onPointerMove={() => (active.value = index)}
            >
              <a class={index === active.value ? 'active' : ''} tabIndex={-1}>
                {find.title} <span class="faint">{find.kind}</span>
              </a>
            </li>
          ))}
        </ul>
        {finds.length === 0 && (
          <p class="soft" role="status">
            Nothing that is here now is called that.
          </p>
        )}
      </div>
    </Dialog>
  );
}

async function findAll(search: string, signal: AbortSignal): Promise<readonly Find[]> {
  const query = { search, limit: LIMIT };
  const [instances, streams, clients] = await Promise.all([
    get<Page<Instance>>(['instances'], query, signal),
    get<Page<Stream>>(['streams'], query, signal),
    get<Page<Client>>(['clients'], query, signal),
  ]);
  return [
    ...instances.items.map((instance) => ({
      href: instanceHref(instance),
      title: whereOf(instance),
      kind: 'instance',
    })),
    ...streams.items.map((stream) => ({
      href: streamHref(stream),
      title: `${whereOf(stream)}/${stream.name}`,
      kind: 'stream',
    })),
    ...clients.items.map((client) => ({
      href: clientHref(client.id),
      title: `${client.address} in ${whereOf(client)}`,
      kind: 'client',
    })),
  ];
}
