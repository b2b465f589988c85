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
import { AddButton } from '../pieces/add-button.js';
import { Badge } from '../pieces/badge.js';
import { BrokenAtSlashes } from '../pieces/broken-at-slashes.js';
import { confirmed } from '../pieces/confirm.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { formatMoment } from '../pieces/time.js';
import { RestreamDialog } from './restream-dialog.js';

const TONES: Readonly<Record<RestreamItem['runs'][number]['state'], Tone>> = {
  idle: 'plain',
  connecting: 'calm',
  running: 'good',
  waiting: 'bad',
};

/** Streams that go to other servers, or come from them. */
export function RestreamList({ kind }: { readonly kind: 'targets' | 'sources' }): VNode {
  const polled = usePolled(kind, (signal) => get<{ items: RestreamItem[] }>(['restream', kind], {}, signal));
  const edited = useSignal<RestreamItem | 'new' | undefined>(undefined);
  const changes = may('operator');

  const turn = async ({ id, enabled, url }: RestreamItem): Promise<void> => {
    await attempt(
      () => change('PUT', ['restream', kind, id], { enabled: !enabled }),
      `${url} is switched ${enabled ? 'off' : 'on'}.`,
    );
    polled.refresh();
  };
  const retry = async ({ id, url }: RestreamItem): Promise<void> => {
    await attempt(() => change('POST', ['restream', kind, id, 'retry']), `${url} is tried again.`);
    polled.refresh();
  };
  const remove = async ({ id, url, stream }: RestreamItem): Promise<void> => {
    const text = `${stream} is not ${kind === 'targets' ? 'sent to' : 'taken from'} ${url} any more.`;
    if (!(await confirmed(`Remove this ${kind === 'targets' ? 'target' : 'source'}?`, text, 'Remove'))) return;
    await attempt(() => change('DELETE', ['restream', kind, id]), text);
    polled.refresh();
  };

  const columns: readonly PlainColumn<RestreamItem>[] = [
    {
      title: 'Stream here',
      kind: 'name',
      cell: ({ place, stream }) => (
        <>
          <BrokenAtSlashes text={`${whereOf(place)}/${stream}`} />
        </>
      ),
    },
    {
      title: kind === 'targets' ? 'Goes to' : 'Comes from',
      cell: (item) => (
        <>
          <BrokenAtSlashes text={item.url} />
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
            {item.runs.some(({ state }) => state === 'waiting' || state === 'connecting') && (
              <button type="button" class="button quiet" onClick={() => void retry(item)}>
                Try now<span class="unseen"> {item.url}</span>
              </button>
            )}
            <button type="button" class="button quiet" onClick={() => void turn(item)}>
              {item.enabled ? 'Switch off' : 'Switch on'}
              <span class="unseen"> {item.url}</span>
            </button>
            {item.author !== 'configuration' && (
              <>
                <button type="button" class="button quiet" onClick={() => (edited.value = item)}>
                  Change<span class="unseen"> {item.url}</span>
                </button>
                <button type="button" class="button quiet" onClick={() => void remove(item)}>
                  Remove<span class="unseen"> {item.url}</span>
                </button>
              </>
            )}
          </>
        ),
    },
  ];
  return (
    <>
      {changes && (
        <p class="section actions">
          <AddButton onClick={() => (edited.value = 'new')}>
            {kind === 'targets' ? 'New target' : 'New source'}
          </AddButton>
        </p>
      )}
      <ProblemNote problem={polled.problem.value} />
      <PlainTable
        columns={columns}
        rows={polled.value.value?.items}
        keyOf={({ id }) => id}
        none={
          kind === 'targets'
            ? 'No stream of this server is sent to another one. A target is another server, YouTube or Twitch for instance, that streams are sent to while they are live.'
            : 'This server takes no stream from another one. A source is a stream of another server that is played here as if it were published here.'
        }
      />
      {edited.value !== undefined && (
        <RestreamDialog
          kind={kind}
          item={edited.value === 'new' ? undefined : edited.value}
          onClose={() => {
            edited.value = undefined;
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
    <ul class="runs">
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
