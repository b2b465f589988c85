import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Ban } from '../../../src/admin/api/schema/index.js';
import { formatCount } from '../../parts/quantities.js';
import { change, get } from '../state/api.js';
import { may, seesWholeServer } from '../state/login.js';
import { attempt } from '../state/notices.js';
import { usePolled } from '../state/polled.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { Time } from '../pieces/time.js';
import { NewBan } from './new-ban.js';

/** Addresses that are let in nowhere. */
export function BanList(): VNode {
  const polled = usePolled('bans', (signal) => get<{ items: Ban[] }>(['bans'], {}, signal), 5000);
  const adding = useSignal(false);
  const bans = polled.value.value?.items;
  const changes = may('operator') && seesWholeServer();
  const lift = async (address: string): Promise<void> => {
    await attempt(() => change('DELETE', ['bans', address]), `${address} is let in again.`);
    polled.refresh();
  };
  return (
    <>
      {changes && (
        <p class="section actions">
          <button type="button" class="button" onClick={() => (adding.value = true)}>
            Ban an address…
          </button>
        </p>
      )}
      <ProblemNote problem={polled.problem.value} />
      {bans?.length === 0 && <p class="soft">No address is banned.</p>}
      {bans !== undefined && bans.length > 0 && (
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Address</th>
              <th scope="col">Why</th>
              <th scope="col">By</th>
              <th scope="col">Until</th>
              <th scope="col" class="end">
                Refused
              </th>
              <th scope="col">
                <span class="unseen">Lift</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {bans.map((ban) => (
              <tr key={ban.address}>
                <th scope="row">{ban.address}</th>
                <td class="wrap">{ban.reason}</td>
                <td>{ban.by}</td>
                <td>{ban.until === undefined ? 'it is lifted' : <Time at={ban.until} />}</td>
                <td class="end">{formatCount(ban.refused)}</td>
                <td class="end">
                  {changes && (
                    <button type="button" class="button quiet" onClick={() => void lift(ban.address)}>
                      Lift<span class="unseen"> the ban of {ban.address}</span>
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
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
