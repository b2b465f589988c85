import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Ban } from '../../../src/admin/api/schema/index.js';
import { formatCount } from '../../parts/quantities.js';
import { change, get } from '../state/api.js';
import { may } from '../state/login.js';
import { attempt } from '../state/notices.js';
import { usePolled } from '../state/polled.js';
import { AddButton } from '../pieces/add-button.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { Time } from '../pieces/time.js';
import { NewBan } from './new-ban.js';

/** Addresses that are let in nowhere. */
export function BanList(): VNode {
  const polled = usePolled('bans', (signal) => get<{ items: Ban[] }>(['bans'], {}, signal), 5000);
  const adding = useSignal(false);
  const changes = may('operator');
  const lift = async (address: string): Promise<void> => {
    await attempt(() => change('DELETE', ['bans', address]), `${address} is let in again.`);
    polled.refresh();
  };
  const columns: readonly PlainColumn<Ban>[] = [
    { title: 'Address', kind: 'name', cell: ({ address }) => address },
    { title: 'Why', cell: ({ reason }) => reason },
    { title: 'By', cell: ({ by }) => by },
    { title: 'Until', cell: ({ until }) => (until === undefined ? 'it is lifted' : <Time at={until} />) },
    { title: 'Refused', kind: 'count', cell: ({ refused }) => formatCount(refused) },
    {
      title: 'Lift',
      kind: 'tools',
      cell: ({ address }) =>
        changes && (
          <button type="button" class="button quiet" onClick={() => void lift(address)}>
            Lift<span class="unseen"> the ban of {address}</span>
          </button>
        ),
    },
  ];
  return (
    <>
      {changes && (
        <p class="section actions">
          <AddButton onClick={() => (adding.value = true)}>Ban an address</AddButton>
        </p>
      )}
      <ProblemNote problem={polled.problem.value} />
      <PlainTable
        columns={columns}
        rows={polled.value.value?.items}
        keyOf={({ address }) => address}
        none="No address is banned. A banned address is let in nowhere; its clients are disconnected."
      />
      {adding.value && (
        <NewBan
          onClose={() => {
            adding.value = false;
            polled.refresh();
          }}
        />
      )}
    </>
  );
}
