import type { VNode } from 'preact';
import type { Link } from '../../../src/admin/api/schema/index.js';
import { formatCount } from '../../parts/quantities.js';
import { get } from '../data/api.js';
import { usePolled } from '../data/polled.js';
import { Facts } from '../pieces/facts.js';
import { ProblemNote } from '../pieces/problem-note.js';

/** Links to origins, and from edges. */
export function LinkList(): VNode {
  const polled = usePolled('links', (signal) => get<{ items: Link[] }>(['links'], {}, signal));
  const links = polled.value.value?.items;
  const missing = polled.problem.value?.status === 404;
  return (
    <>
      {!missing && <ProblemNote problem={polled.problem.value} />}
      {(missing || links?.length === 0) && (
        <p class="soft">
          This server has no link: it neither takes anything from an origin, nor is it the origin of an edge.
        </p>
      )}
      <div class="columns">
        {links?.map(({ id, ...rest }) => (
          <section key={id} class="section">
            <h2 class="wrap">{id}</h2>
            <Facts facts={Object.entries(rest).map(([name, value]) => [name, textOf(value)] as const)} />
          </section>
        ))}
      </div>
    </>
  );
}

function textOf(value: unknown): string {
  if (typeof value === 'number') return formatCount(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
