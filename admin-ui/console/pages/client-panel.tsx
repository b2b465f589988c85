import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { ClientDetails } from '../../../src/admin/api/schema/index.js';
import { formatBitrate, formatBytes, formatCount, formatDuration, formatMilliseconds } from '../../parts/quantities.js';
import { change, get } from '../state/api.js';
import { may, seesWholeServer } from '../state/login.js';
import { attempt } from '../state/notices.js';
import { instanceHref, streamHref, whereOf } from '../state/places.js';
import { usePolled } from '../state/polled.js';
import { goTo } from '../state/router.js';
import { confirmed } from '../pieces/confirm.js';
import { Facts } from '../pieces/facts.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { SidePanel } from '../pieces/side-panel.js';
import { Time } from '../pieces/time.js';
import { BandwidthDialog } from './bandwidth-dialog.js';
import { NewBan } from './new-ban.js';

/** One client, and what can be done to it. */
export function ClientPanel({ id, back }: { readonly id: string; readonly back: string }): VNode {
  const polled = usePolled(id, (signal) => get<ClientDetails>(['clients', id], {}, signal));
  const client = polled.value.value;
  const gone = polled.problem.value?.status === 404;
  const asks = useSignal<'ban' | 'bandwidth' | undefined>(undefined);

  const disconnect = async (): Promise<void> => {
    if (
      !(await confirmed(
        'Disconnect this client?',
        'It may connect again at once. A ban keeps its address out.',
        'Disconnect',
      ))
    )
      return;
    if (await attempt(() => change('DELETE', ['clients', id]), 'The client is disconnected.')) goTo(back);
  };

  return (
    <SidePanel title={client === undefined ? id : `${client.address}:${client.port}`} back={back}>
      {gone ? <p class="note">This client has left.</p> : <ProblemNote problem={polled.problem.value} />}
      {client !== undefined && (
        <>
          <section class="section">
            <Facts
              facts={[
                ['Client', <span class="mono">{client.id}</span>],
                ['Instance', <a href={instanceHref(client)}>{whereOf(client)}</a>],
                ['Protocol', `${client.protocol}${client.secure ? ', encrypted' : ''}, AMF${client.objectEncoding}`],
                ['Software', client.agent === '' ? undefined : client.agent],
                ['Came by', client.via === undefined ? undefined : `edge ${client.via.join(', then ')}`],
                ['Address asked for', client.uri],
                ['Page', client.pageUrl === '' ? undefined : client.pageUrl],
                ['Referrer', client.referrer === '' ? undefined : client.referrer],
                ['Connected', <Time at={client.connectedAt} />],
                ['Idle', formatMilliseconds(client.idle)],
                ['Round trip', client.roundTrip === undefined ? undefined : formatMilliseconds(client.roundTrip)],
                ['Received', `${formatBytes(client.received)}, ${formatCount(client.messages.received)} messages`],
                ['Sent', `${formatBytes(client.sent)}, ${formatCount(client.messages.sent)} messages`],
                ['Waiting to be sent', formatBytes(client.queued)],
                ['Dropped', formatCount(client.dropped)],
                [
                  'Bandwidth',
                  `${formatBitrate(client.bandwidth.serverToClient)} to it, ${formatBitrate(client.bandwidth.clientToServer)} from it`,
                ],
                ['May read', client.access.read === '' ? undefined : <code>{client.access.read}</code>],
                ['May write', client.access.write === '' ? undefined : <code>{client.access.write}</code>],
              ]}
            />
          </section>
          {client.publishes.length > 0 && (
            <section class="section">
              <h3>Publishes</h3>
              <ul>
                {client.publishes.map((name) => (
                  <li key={name}>
                    <a href={streamHref({ ...client, name })}>{name}</a>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {client.plays.length > 0 && <Plays client={client} />}
          {may('operator') && !gone && (
            <section class="section actions">
              <button type="button" class="button" onClick={() => (asks.value = 'bandwidth')}>
                Bandwidth…
              </button>
              {seesWholeServer() && (
                <button type="button" class="button danger" onClick={() => (asks.value = 'ban')}>
                  Ban the address…
                </button>
              )}
              <button type="button" class="button danger" onClick={() => void disconnect()}>
                Disconnect
              </button>
            </section>
          )}
          {asks.value === 'ban' && <NewBan address={client.address} onClose={() => (asks.value = undefined)} />}
          {asks.value === 'bandwidth' && <BandwidthDialog client={client} onClose={() => (asks.value = undefined)} />}
        </>
      )}
    </SidePanel>
  );
}

function Plays({ client }: { readonly client: ClientDetails }): VNode {
  const columns: readonly PlainColumn<ClientDetails['plays'][number]>[] = [
    {
      title: 'Stream',
      kind: 'name',
      cell: ({ stream, kind, paused }) => (
        <>
          {kind === 'live' ? <a href={streamHref({ ...client, name: stream })}>{stream}</a> : stream}
          {paused && <span class="faint"> paused</span>}
        </>
      ),
    },
    { title: 'Sent', kind: 'count', cell: ({ sent }) => formatBytes(sent) },
    { title: 'Drops', kind: 'count', cell: ({ dropped }) => formatCount(dropped) },
    {
      title: 'Where',
      kind: 'count',
      cell: ({ delay, position = 0 }) =>
        delay === undefined ? `at ${formatDuration(position / 1000)}` : `${formatMilliseconds(delay)} behind`,
    },
  ];
  return (
    <section class="section">
      <h3>Plays</h3>
      <PlainTable columns={columns} rows={client.plays} keyOf={(_, index) => index} />
    </section>
  );
}
