import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { RestreamItem } from '../../../src/admin/api/schema/index.js';
import { formatBitrate, formatCount } from '../../parts/quantities.js';
import { change, get } from '../state/api.js';
import { may } from '../state/login.js';
import { attempt } from '../state/notices.js';
import { whereOf } from '../state/places.js';
import { usePolled } from '../state/polled.js';
import type { Tone } from '../pieces/badge.js';
import { Badge } from '../pieces/badge.js';
import { confirmed } from '../pieces/confirm.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { formatMoment } from '../pieces/time.js';
import { NewRestreamDialog } from './new-restream.js';

const TONES: Readonly<Record<RestreamItem['runs'][number]['state'], Tone>> = {
  idle: 'plain',
  connecting: 'calm',
  running: 'good',
  waiting: 'bad',
};

/** Streams that go to other servers, or come from them. */
export function RestreamList({ kind }: { readonly kind: 'targets' | 'sources' }): VNode {
  const polled = usePolled(kind, (signal) => get<{ items: RestreamItem[] }>(['restream', kind], {}, signal));
  const adding = useSignal(false);
  const changes = may('operator');

  const turn = async ({ id, enabled }: RestreamItem): Promise<void> => {
    await attempt(
      () => change('PUT', ['restream', kind, id], { enabled: !enabled }),
      enabled ? 'It is off.' : 'It is on.',
    );
    polled.refresh();
  };
  const remove = async ({ id, url }: RestreamItem): Promise<void> => {
    const text = `Nothing goes ${kind === 'targets' ? 'to' : 'over from'} ${url} any more.`;
    if (!(await confirmed('Remove it?', text, 'Remove'))) return;
    await attempt(() => change('DELETE', ['restream', kind, id]), 'It is removed.');
    polled.refresh();
  };

  const columns: readonly PlainColumn<RestreamItem>[] = [
    {
      title: 'Stream here',
      kind: 'name',
      cell: ({ place, stream }) => (
        <>
          {whereOf(place)}/<wbr />
          {stream}
        </>
      ),
    },
    {
      title: kind === 'targets' ? 'Goes to' : 'Comes from',
      cell: (item) => (
        <>
          {item.url}
          <div class="faint">
            {[item.named ? 'under a name of its own' : '', item.onDemand ? 'when somebody plays it' : '', author(item)]
              .filter((part) => part !== '')
              .join(', ')}
          </div>
        </>
      ),
    },
    {
      title: 'State',
      cell: ({ enabled, runs }) => (enabled ? <Runs runs={runs} /> : <Badge tone="plain">off</Badge>),
    },
    {
      title: 'Change',
      kind: 'tools',
      cell: (item) =>
        changes && (
          <>
            <button type="button" class="button quiet" onClick={() => void turn(item)}>
              {item.enabled ? 'Switch off' : 'Switch on'}
              <span class="unseen"> {item.url}</span>
            </button>
            {item.author !== 'configuration' && (
              <button type="button" class="button quiet" onClick={() => void remove(item)}>
                Remove<span class="unseen"> {item.url}</span>
              </button>
            )}
          </>
        ),
    },
  ];
  return (
    <>
      {changes && (
        <p class="section actions">
          <button type="button" class="button" onClick={() => (adding.value = true)}>
            {kind === 'targets' ? 'New target' : 'New source'}
          </button>
        </p>
      )}
      <ProblemNote problem={polled.problem.value} />
      <PlainTable
        columns={columns}
        rows={polled.value.value?.items}
        keyOf={({ id }) => id}
        none={
          kind === 'targets'
            ? 'No stream of this server is sent to another one.'
            : 'This server takes no stream from another one.'
        }
      />
      {adding.value && (
        <NewRestreamDialog
          kind={kind}
          onClose={() => {
            adding.value = false;
            polled.refresh();
          }}
        />
      )}
    </>
  );
}

function author({ author: by }: RestreamItem): string {
  return by === 'configuration' ? 'by the configuration' : by === 'script' ? 'by a script' : '';
}

function Runs({ runs }: { readonly runs: RestreamItem['runs'] }): VNode {
  if (runs.length === 0) return <span class="faint">nothing is published</span>;
  return (
    <ul>
      {runs.map(({ stream, state, rate, lost, failure, retryAt }) => (
        <li key={stream}>
          {stream} <Badge tone={TONES[state]}>{state}</Badge> {state === 'running' && formatBitrate(rate)}
          {lost > 0 && <span class="faint"> {formatCount(lost)} lost</span>}
          {failure !== undefined && (
            <div class="faint wrap">
              {formatMoment(failure.at)}: {failure.why}
              {retryAt !== undefined && `; tried again at ${formatMoment(retryAt)}`}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
