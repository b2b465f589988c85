import { useSignal } from '@preact/signals';
import { Pencil, Trash2 } from 'lucide-preact';
import type { VNode } from 'preact';
import type { InstancePlace, SharedObjectDetails } from '../../../src/admin/api/schema/index.js';
import { formatBytes, formatCount, formatCounted } from '../../parts/quantities.js';
import { change, get } from '../state/api.js';
import { may } from '../state/login.js';
import { attempt } from '../state/notices.js';
import { hostOf, instanceHref, whereOf } from '../state/places.js';
import { usePolled } from '../state/polled.js';
import { confirmed } from '../pieces/confirm.js';
import { Facts } from '../pieces/facts.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { SidePanel } from '../pieces/side-panel.js';
import { ObjectMessage } from './object-message.js';
import { PropertyDialog } from './property-dialog.js';

interface Props {
  readonly object: InstancePlace & { readonly name: string; readonly persistent: boolean };
  readonly back: string;
}

/** One shared object: its values as they change, and what can be done to them. */
export function ObjectPanel({ object: named, back }: Props): VNode {
  const path = ['shared-objects', named.application, named.instance, named.name];
  const query = { ...hostOf(named), persistent: named.persistent };
  const polled = usePolled(
    JSON.stringify([path, query]),
    (signal) => get<SharedObjectDetails>(path, query, signal),
    1000,
  );
  const object = polled.value.value;
  const asks = useSignal<'message' | { readonly property: string | undefined } | undefined>(undefined);
  const close = (): void => {
    asks.value = undefined;
    polled.refresh();
  };

  const remove = async (property: string): Promise<void> => {
    if (!(await confirmed(`Remove ${property}?`, 'All users of the object are told that it is gone.', 'Remove')))
      return;
    const at = [...path, 'property'];
    await attempt(() => change('DELETE', at, undefined, { ...query, property }), `${property} is removed.`);
    polled.refresh();
  };
  const clear = async (): Promise<void> => {
    if (!(await confirmed(`Clear ${named.name}?`, 'All its properties are removed, for all its users.', 'Clear')))
      return;
    await attempt(() => change('DELETE', path, undefined, query), `${named.name} is empty.`);
    polled.refresh();
  };

  const columns: readonly PlainColumn<SharedObjectDetails['values'][number]>[] = [
    { title: 'Name', kind: 'name', cell: ({ name }) => name },
    { title: 'Value', mono: true, cell: ({ value }) => shortened(JSON.stringify(value)) },
    {
      title: 'Change',
      kind: 'tools',
      cell: ({ name }) =>
        may('operator') && (
          <>
            <button
              type="button"
              class="button quiet icon"
              title={`Change ${name}`}
              onClick={() => (asks.value = { property: name })}
            >
              <Pencil aria-hidden="true" />
              <span class="unseen">Change {name}</span>
            </button>
            <button type="button" class="button quiet icon" title={`Remove ${name}`} onClick={() => void remove(name)}>
              <Trash2 aria-hidden="true" />
              <span class="unseen">Remove {name}</span>
            </button>
          </>
        ),
    },
  ];

  return (
    <SidePanel title={named.name} back={back}>
      {polled.problem.value?.status === 404 ? (
        <p class="note">Nobody uses this shared object any more.</p>
      ) : (
        <ProblemNote problem={polled.problem.value} />
      )}
      {object !== undefined && (
        <>
          <section class="section">
            <Facts
              facts={[
                ['Instance', <a href={instanceHref(named)}>{whereOf(named)}</a>],
                [
                  'Kind',
                  object.persistent ? `persistent${object.dirty ? ', not stored yet' : ', stored'}` : 'temporary',
                ],
                ['Users', formatCount(object.users)],
                ['Version', formatCount(object.version)],
                ['Size', `${formatCounted(object.properties, 'property', 'properties')}, ${formatBytes(object.size)}`],
                ['Locked', object.locked ? 'by a script' : 'no'],
                ['Resync depth', object.resyncDepth === null ? 'no bound' : formatCount(object.resyncDepth)],
                ...Object.entries(object.counts).map(([name, count]) => [words(name), formatCount(count)] as const),
              ]}
            />
          </section>
          <section class="section">
            <h3>Properties</h3>
            <PlainTable
              columns={columns}
              rows={object.values}
              keyOf={({ name }) => name}
              none="It has none yet. “New property” adds one."
            />
            {object.truncated && <p class="faint">There are more; the API gives them all.</p>}
          </section>
          {may('operator') && (
            <section class="section actions">
              <button type="button" class="button" onClick={() => (asks.value = { property: undefined })}>
                New property…
              </button>
              <button type="button" class="button" onClick={() => (asks.value = 'message')}>
                Send a message…
              </button>
              <button type="button" class="button danger" onClick={() => void clear()}>
                Clear
              </button>
            </section>
          )}
          {asks.value === 'message' && <ObjectMessage path={path} query={query} onClose={close} />}
          {typeof asks.value === 'object' && (
            <PropertyDialog
              path={path}
              query={query}
              name={asks.value.property}
              value={object.values.find(({ name }) => name === (asks.value as { property?: string }).property)?.value}
              onClose={close}
            />
          )}
        </>
      )}
    </SidePanel>
  );
}

function shortened(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

/** `requestsRefused` as `Requests refused`. */
function words(name: string): string {
  const spaced = name.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
