import type { VNode } from 'preact';
import type { InstancePlace, Page, Player } from '../../../src/admin/api/schema/index.js';
import { formatBitrate, formatCount, formatMilliseconds } from '../../parts/quantities.js';
import { get } from '../state/api.js';
import { clientHref, hostOf } from '../state/places.js';
import { usePolled } from '../state/polled.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';

const SHOWN = 50;

const COLUMNS: readonly PlainColumn<Player>[] = [
  {
    title: 'Client',
    kind: 'name',
    cell: ({ client, address, paused }) => (
      <>
        {client === undefined ? 'the server' : <a href={clientHref(client)}>{address ?? client}</a>}
        {paused && <span class="faint"> paused</span>}
      </>
    ),
  },
  { title: 'Out', kind: 'count', cell: ({ sent }) => formatBitrate(sent.bytesPerSecond) },
  { title: 'Behind', kind: 'count', cell: ({ delay }) => formatMilliseconds(delay) },
  { title: 'Drops', kind: 'count', cell: ({ dropped }) => formatCount(dropped) },
];

/** Who plays a live stream. */
export function StreamPlayers({
  stream,
}: {
  readonly stream: InstancePlace & { readonly name: string };
}): VNode | null {
  const path = ['streams', stream.application, stream.instance, stream.name, 'players'];
  const page = usePolled(path.join('/'), (signal) =>
    get<Page<Player>>(path, { ...hostOf(stream), limit: SHOWN }, signal),
  ).value.value;
  if (page === undefined || page.total === 0) return null;
  return (
    <section class="section">
      <h3>
        Players <span class="faint">{formatCount(page.total)}</span>
      </h3>
      <PlainTable columns={COLUMNS} rows={page.items} keyOf={({ client }, index) => client ?? index} />
      {page.total > SHOWN && <p class="faint">The first {SHOWN} are shown.</p>}
    </section>
  );
}
