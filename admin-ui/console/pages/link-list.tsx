import type { VNode } from 'preact';
import type { Link } from '../../../src/admin/api/schema/index.js';
import { formatBytes, formatCount, formatMilliseconds } from '../../parts/quantities.js';
import { get } from '../state/api.js';
import { usePolled } from '../state/polled.js';
import { Badge } from '../pieces/badge.js';
import { ProblemNote } from '../pieces/problem-note.js';

/** Links to origins, and from edges. */
export function LinkList(): VNode {
  const polled = usePolled('links', (signal) => get<{ items: Link[] }>(['links'], {}, signal));
  const links = polled.value.value?.items;
  return (
    <>
      <ProblemNote problem={polled.problem.value} />
      {links?.length === 0 && (
        <p class="soft">
          This server has no link: it neither takes anything from an origin, nor is it the origin of an edge.
        </p>
      )}
      {links !== undefined && links.length > 0 && (
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Other server</th>
              <th scope="col">It is</th>
              <th scope="col">State</th>
              <th scope="col" class="end">
                Streams
              </th>
              <th scope="col" class="end">
                Received
              </th>
              <th scope="col" class="end">
                Sent
              </th>
              <th scope="col" class="end">
                Round trip
              </th>
            </tr>
          </thead>
          <tbody>
            {links.map((link) => (
              <tr key={link.id}>
                <th scope="row" class="wrap">
                  {link.address}
                  {link.server !== undefined && <span class="faint mono"> {link.server}</span>}
                </th>
                <td>{link.direction === 'to-origin' ? 'an origin' : 'an edge'}</td>
                <td>
                  <Badge tone={link.open ? 'good' : 'bad'}>{link.open ? 'open' : 'closed'}</Badge>
                </td>
                <td class="end">{formatCount(link.streams)}</td>
                <td class="end">{formatBytes(link.received)}</td>
                <td class="end">{formatBytes(link.sent)}</td>
                <td class="end">{link.roundTrip === undefined ? '–' : formatMilliseconds(link.roundTrip)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
