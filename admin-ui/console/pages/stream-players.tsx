import type { VNode } from 'preact';
import type { InstancePlace, Page, Player } from '../../../src/admin/api/schema/index.js';
import { formatBitrate, formatCount, formatMilliseconds } from '../../parts/quantities.js';
import { get } from '../state/api.js';
import { clientHref, hostOf } from '../state/places.js';
import { usePolled } from '../state/polled.js';

const SHOWN = 50;

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
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">Client</th>
            <th scope="col" class="end">
              Out
            </th>
            <th scope="col" class="end">
              Behind
            </th>
            <th scope="col" class="end">
              Drops
            </th>
          </tr>
        </thead>
        <tbody>
          {page.items.map(({ client, address, sent, delay, dropped, paused }, index) => (
            <tr key={client ?? index}>
              <th scope="row">
                {client === undefined ? 'the server' : <a href={clientHref(client)}>{address ?? client}</a>}
                {paused && <span class="faint"> paused</span>}
              </th>
              <td class="end">{formatBitrate(sent.bytesPerSecond)}</td>
              <td class="end">{formatMilliseconds(delay)}</td>
              <td class="end">{formatCount(dropped)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {page.total > SHOWN && <p class="faint">The first {SHOWN} are shown.</p>}
    </section>
  );
}
