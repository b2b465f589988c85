import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Revision } from '../../../src/admin/api/schema/index.js';
import { formatCount } from '../../parts/quantities.js';
import { change, get } from '../state/api.js';
import { attempt } from '../state/notices.js';
import { usePolled } from '../state/polled.js';
import { confirmed } from '../pieces/confirm.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { formatMoment, Time } from '../pieces/time.js';

/** What was changed of the configuration from here, to be taken back. */
export function RevisionList({ asOf }: { readonly asOf: number }): VNode {
  const polled = usePolled(
    'revisions',
    (signal) => get<{ items: Revision[] }>(['configuration', 'revisions'], {}, signal),
    30_000,
  );
  useEffect(() => {
    if (asOf > 0) polled.refresh();
  }, [asOf]);
  const takeBack = async ({ id, path, at }: Revision): Promise<void> => {
    const text = `${path} becomes what it was before the change of ${formatMoment(at)}. That is a change of its own, and can be taken back as well.`;
    if (!(await confirmed('Take this change back?', text, 'Take back'))) return;
    await attempt(() => change('POST', ['configuration', 'revisions', id, 'rollback']), `${path} is as it was.`);
    polled.refresh();
  };
  const columns: readonly PlainColumn<Revision>[] = [
    { title: 'File', kind: 'name', cell: ({ path }) => path },
    { title: 'When', cell: ({ at }) => <Time at={at} /> },
    { title: 'Who', cell: ({ by }) => by },
    {
      title: 'Lines',
      cell: ({ lines }) => `${formatCount(lines.added)} added, ${formatCount(lines.removed)} removed`,
    },
    {
      title: 'Take back',
      kind: 'tools',
      cell: (revision) => (
        <button type="button" class="button quiet" onClick={() => void takeBack(revision)}>
          Take back…
        </button>
      ),
    },
  ];
  return (
    <div class="page-scroll">
      <ProblemNote problem={polled.problem.value} />
      <PlainTable
        columns={columns}
        rows={polled.value.value?.items}
        keyOf={({ id }) => id}
        none="Nothing has been changed from the console or by the API yet. What is saved from now on is listed here, and can be taken back."
      />
    </div>
  );
}
