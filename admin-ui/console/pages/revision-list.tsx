import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Revision } from '../../../src/admin/api/schema/index.js';
import { formatCount } from '../../parts/quantities.js';
import { change, get } from '../state/api.js';
import { attempt } from '../state/notices.js';
import { usePolled } from '../state/polled.js';
import { confirmed } from '../pieces/confirm.js';
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
  const revisions = polled.value.value?.items;
  return (
    <div class="page-scroll">
      <ProblemNote problem={polled.problem.value} />
      {revisions?.length === 0 && <p class="soft">Nothing has been changed from the console or by the API yet.</p>}
      {revisions !== undefined && revisions.length > 0 && (
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">File</th>
              <th scope="col">Who</th>
              <th scope="col">Lines</th>
              <th scope="col">
                <span class="unseen">Take back</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {revisions.map((revision) => (
              <tr key={revision.id}>
                <td>
                  <Time at={revision.at} />
                </td>
                <th scope="row" class="wrap">
                  {revision.path}
                </th>
                <td>{revision.by}</td>
                <td>
                  {formatCount(revision.lines.added)} added, {formatCount(revision.lines.removed)} removed
                </td>
                <td class="end">
                  <button type="button" class="button" onClick={() => void takeBack(revision)}>
                    Take back…
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
